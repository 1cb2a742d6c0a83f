// One message as an element.

import { el, hour } from "./dom.js";
import { say } from "./say.js";
import { linkOf, wordsOf } from "./words.js";

export function messageOf(message, page) {
  const open = { ...page, command: (text) => page.command(text, message.chat) };
  const node = el("article", {
    class: `message ${message.mine ? "mine" : "theirs"}${message.media ? " media" : ""}`,
    "data-key": message.key,
    "data-number": message.number,
    "aria-label": `${message.mine ? say("you") : message.who.name}, ${hour(message.at)}`,
  });
  if (message.service) {
    node.classList.add("service");
    node.append(el("p", {}, message.service));
    return node;
  }
  const bubble = el("div", { class: "bubble" });
  if (!message.mine && IN_GROUPS.has(message.chat)) bubble.append(el("p", { class: "author" }, message.who.name));
  if (message.forwarded) bubble.append(el("p", { class: "author" }, say("forwarded")));
  if (message.reply) bubble.append(replyOf(message.reply, open));
  if (message.media) bubble.append(mediaOf(message));
  if (message.blocks.length) bubble.append(el("div", { class: "words" }, ...wordsOf(message.blocks, open)));
  bubble.append(footOf(message, open));
  node.append(bubble);
  if (message.buttons.length) node.append(keyboardOf(message, open));
  if (message.spots.length) node.append(spotsOf(message, open));
  return node;
}

function replyOf(reply, open) {
  return el("button", {
    type: "button", class: "reply", dir: "auto", onclick: () => open.message(reply.key),
    "aria-label": say("in_reply", { words: reply.text }),
  }, reply.text);
}

function mediaOf(message) {
  const media = message.media;
  if (media.kind !== "photo") return el("p", { class: "file" }, sign("sheet-sign"), ` ${media.name}`);
  const alt = message.text ? say("picture_of", { words: message.text.slice(0, 140) }) : say("picture");
  const image = el("img", { src: media.src, width: media.width, height: media.height, alt, decoding: "async" });
  if (!media.spoiler) return el("div", { class: "picture" }, image);
  const cover = el("button", { type: "button", class: "uncover" }, say("covered"));
  const frame = el("div", { class: "picture covered" }, image, cover);
  cover.addEventListener("click", () => { frame.classList.remove("covered"); cover.remove(); });
  return frame;
}

function footOf(message, open) {
  const foot = el("div", { class: "foot" });
  if (inChannel(message)) {
    for (const reaction of message.reactions) {
      foot.append(el("button", {
        type: "button", class: "chip", "aria-pressed": String(reaction.mine),
        "aria-label": `${reaction.emoji} ${reaction.count}`,
        onclick: () => open.react(message, reaction.emoji),
      }, reaction.emoji, ` ${reaction.count}`));
    }
    foot.append(el("button", {
      type: "button", class: "chip add", "aria-label": say("react"), "aria-haspopup": "true",
      onclick: (event) => open.picker(event.currentTarget, message),
    }, sign("smile")));
  }
  if (message.mine && !inChannel(message)) {
    if (!message.media) foot.append(tool("pen", say("edit"), () => open.edit(message)));
    foot.append(tool("bin", say("delete"), () => open.remove(message)));
  }
  foot.append(el("time", { datetime: message.at }, `${message.edited ? `${say("edited")} ` : ""}${hour(message.at)}`));
  return foot;
}

const IN_GROUPS = new Set(["moderators", "managers"]);

const inChannel = (message) => message.chat.startsWith("channel");

const sign = (name) => el("i", { class: `sign ${name}` });

const tool = (name, label, onclick) => el("button", {
  type: "button", class: "tool", "aria-label": label, title: label, onclick,
}, sign(name));

// The keyboard that asks for a position: the page has none of its own, so it offers a few.
function spotsOf(message, open) {
  return el("div", { class: "keyboard", role: "group", "aria-label": say("position") }, ...message.spots.map((spot) => el("div", { class: "row" },
    el("button", { type: "button", onclick: () => open.locate(message, spot) }, `🧭 ${say(spot)}`))));
}

function keyboardOf(message, open) {
  return el("div", { class: "keyboard" }, ...message.buttons.map((row) => el("div", { class: "row" }, ...row.map((button) => {
    if (button.link) {
      const link = linkOf(button.label, button.link, open);
      return typeof link === "string" ? el("span", {}, link) : link;
    }
    return el("button", {
      type: "button", onclick: (event) => open.press(message, button, event.currentTarget),
    }, button.label);
  }))));
}
