// The groups behind the channel: moderators and managers, in one column with two tabs.

import { byId } from "./dom.js";
import { mark, turned } from "./tabs.js";

const GROUPS = ["moderators", "managers"];

export class Team {
  constructor(chats) {
    this.chats = chats;
    this.name = GROUPS[0];
    this.unseen = { moderators: 0, managers: 0 };
    for (const name of GROUPS) tabOf(name).addEventListener("click", () => this.show(name));
    turned(byId("team").querySelector(".picks"), (tab) => this.show(tab.getAttribute("aria-controls")));
    this.show(this.name);
  }

  show(name) {
    this.name = name;
    this.unseen[name] = 0;
    for (const each of GROUPS) {
      byId(each).hidden = each !== name;
      mark(tabOf(each), each === name, this.unseen[each]);
    }
    byId("moderator").hidden = name !== "moderators";
    byId("team").querySelector(".avatar").textContent = name === "moderators" ? "m" : "c";
    this.chats[name]?.end.go();
  }

  // Told before the message stands there.
  hears(message) {
    const { chat } = message;
    if (!GROUPS.includes(chat) || chat === this.name || this.chats[chat].nodes.has(message.key)) return;
    this.unseen[chat] += 1;
    mark(tabOf(chat), false, this.unseen[chat]);
  }
}

const tabOf = (name) => byId(`tab-${name}`);
