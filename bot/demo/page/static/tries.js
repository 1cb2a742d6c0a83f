// What else there is to try: each button makes the first move, the visitor the others.

import { act, self } from "./api.js";
import { byId, toast } from "./dom.js";
import { lit } from "./emoji.js";
import { say } from "./say.js";

export class Tries {
  constructor({ column, compose, write, bot, team, channels }) {
    this.does = {
      reply: () => this.reply(channels, bot),
      read: () => { column("private"); write("/popular"); },
      share: () => { column("private"); write("/random"); toast(say("share_how")); },
      place: () => { if (compose(say("place_words"))) toast(say("place_how")); },
      care: () => { if (compose(say("care_words"))) toast(say("care_how")); },
      campaign: () => { column("team"); team.show("managers"); begin(); },
    };
    for (const button of document.querySelectorAll("[data-try]")) {
      const mark = button.querySelector("[data-emoji]");
      const [picture] = lit(mark.dataset.emoji);
      picture.alt = ""; // the words beside it say it
      mark.replaceWith(picture);
      button.addEventListener("click", () => this.does[button.dataset.try]());
    }
    byId("campaign").addEventListener("click", begin);
  }

  // To the newest post that others have replied to, else to the newest.
  reply(channels, bot) {
    const messages = [...channels.shown.newest.values()].reverse();
    const links = messages.map((message) => linkTo(message, "start=reply_")).filter(Boolean);
    const answered = messages.find((message) => linkTo(message, "start=w_") && linkTo(message, "start=reply_"));
    const link = answered ? linkTo(answered, "start=reply_") : links[0];
    if (link) bot(link);
    else toast(say("nothing_yet"));
  }
}

const begin = () => act("write", { chat: "managers", text: "/campaign", as: self.managers });

const linkTo = (message, payload) => message.blocks.flatMap((block) => block.pieces)
  .map((piece) => piece.link?.address).find((address) => address?.includes(payload));
