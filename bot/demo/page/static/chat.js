// A column with messages: they arrive, change in place, and burn.

import { burn } from "./burn.js";
import { Ending } from "./ending.js";
import { messageOf } from "./message.js";

export class Chat {
  constructor(log, open) {
    this.log = log;
    this.end = new Ending(log);
    this.open = open;
    this.nodes = new Map(); // key -> element
    this.newest = new Map(); // key -> the message as last told
    this.tag = null;
  }

  fill(messages) {
    for (const node of this.nodes.values()) node.remove();
    this.nodes.clear();
    this.newest.clear();
    for (const message of messages) this.add(message);
    this.end.go();
  }

  add(message) {
    const node = messageOf(message, this.open);
    this.newest.set(message.key, message);
    this.nodes.set(message.key, node);
    this.sift(node, message);
    this.log.append(node);
    return node;
  }

  async show(message) {
    const old = this.newest.get(message.key);
    this.newest.set(message.key, message);
    if (!old) {
      this.add(message).classList.add("fresh");
      if (message.mine) this.end.go();
      else this.end.keep();
      return;
    }
    if (message.media?.src && message.media.src !== old.media?.src) {
      const picture = new Image();
      picture.src = message.media.src;
      await picture.decode().catch(() => null);
      if (this.newest.get(message.key) !== message) return; // changed again meanwhile
    }
    this.replace(message);
  }

  replace(message) {
    const old = this.nodes.get(message.key);
    if (!old?.isConnected) return;
    const buttons = [...old.querySelectorAll("button")];
    const focused = buttons.indexOf(document.activeElement);
    const node = messageOf(message, this.open);
    const [was, is] = [old.querySelector(".picture img"), node.querySelector(".picture img")];
    if (was && is) {
      if (was.getAttribute("src") === is.getAttribute("src")) {
        was.alt = is.alt;
        is.replaceWith(was);
      } else is.classList.add("changed");
    }
    this.nodes.set(message.key, node);
    this.sift(node, message);
    old.replaceWith(node);
    if (focused >= 0) [...node.querySelectorAll("button")].at(focused)?.focus({ preventScroll: true });
    this.end.keep();
  }

  async gone(key) {
    const node = this.nodes.get(key);
    this.nodes.delete(key);
    this.newest.delete(key);
    if (node) await burn(node, this.log);
  }

  // Only messages with this hashtag; null: all.
  filter(tag) {
    this.tag = tag;
    for (const [key, node] of this.nodes) this.sift(node, this.newest.get(key));
    this.end.go();
  }

  sift(node, message) {
    node.hidden = this.tag !== null && !message.blocks.some((block) => block.pieces.some(
      (piece) => piece.formats.includes("hashtag") && piece.text.toLowerCase() === this.tag.toLowerCase(),
    ));
  }

  byNumber(number) {
    return [...this.nodes.values()].find((node) => node.dataset.number === String(number));
  }

  point(node) {
    if (!node) return false;
    node.scrollIntoView({ block: "nearest" });
    node.classList.remove("pointed");
    void node.offsetWidth; // starts the animation anew
    node.classList.add("pointed");
    return true;
  }
}
