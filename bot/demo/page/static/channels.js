// The channels in their column: a log for each, and tabs where there are several.

import { Chat } from "./chat.js";
import { byId, el } from "./dom.js";
import { say } from "./say.js";
import { mark, turned } from "./tabs.js";

export class Channels {
  constructor(open) {
    this.open = open;
    this.chats = new Map(); // name -> Chat, in the operator's order
    this.tabs = new Map();
    this.unseen = new Map(); // name -> how many came while another was shown
    this.name = null; // which one is shown
    byId("filter").addEventListener("click", () => this.filter(null));
  }

  get shown() { return this.chats.get(this.name); }

  // Once, when it is known which there are.
  lay(channels) {
    if (this.chats.size) return;
    const only = byId("channel").querySelector(".log");
    channels.forEach((channel, at) => {
      const log = at ? only.cloneNode(true) : only;
      log.dataset.chat = channel.chat;
      if (at) byId("channel").insertBefore(log, byId("channel").querySelector(".foot"));
      if (channels.length > 1) this.tab(channel, log);
      this.chats.set(channel.chat, new Chat(log, this.open));
    });
    this.name = channels[0].chat;
    if (channels.length > 1) this.raise(channels);
  }

  tab(channel, log) {
    log.id = `log-${channel.chat}`;
    log.setAttribute("aria-label", say("channel_named", { name: channel.title }));
    log.querySelector(".intro p").textContent = `${channel.title}: ${channel.about}.`;
    const count = el("b", { class: "unseen", hidden: true });
    this.tabs.set(channel.chat, el("button", {
      type: "button", role: "tab", id: `tab-${channel.chat}`, title: channel.about, "aria-controls": log.id,
      onclick: () => this.show(channel.chat),
    }, el("span", {}, channel.title), count));
  }

  // The tabs stand where the only channel has its name.
  raise(channels) {
    const row = el("div", { class: "picks", role: "tablist", "aria-label": say("channels") }, ...this.tabs.values());
    turned(row, (tab) => this.show(channels.find((channel) => this.tabs.get(channel.chat) === tab).chat));
    byId("channel-title").classList.add("sr");
    byId("channel-title").textContent = say("channels");
    byId("channel").querySelector(".sub").replaceWith(row);
    this.show(this.name);
  }

  show(name) {
    if (!this.tabs.size) return; // there is only one
    this.name = name;
    this.unseen.delete(name);
    for (const [each, chat] of this.chats) {
      chat.log.hidden = each !== name;
      this.mark(each);
    }
    byId("channel").querySelector(".avatar").textContent = [...this.tabs.get(name).textContent][0];
    this.shown.end.go();
    this.pill();
  }

  mark(name) {
    const tab = this.tabs.get(name);
    if (tab) mark(tab, name === this.name, this.unseen.get(name) ?? 0);
  }

  // Told before the message stands there.
  hears(message) {
    const chat = this.chats.get(message.chat);
    if (!chat || message.chat === this.name || chat.nodes.has(message.key)) return;
    this.unseen.set(message.chat, (this.unseen.get(message.chat) ?? 0) + 1);
    this.mark(message.chat);
  }

  // Only posts with this hashtag, in the one that is shown; null: all.
  filter(tag) {
    this.shown.filter(tag);
    this.pill();
  }

  pill() {
    const { tag } = this.shown;
    const filter = byId("filter");
    filter.hidden = tag === null;
    if (tag === null) return;
    filter.replaceChildren(`${tag} `, el("i", { class: "sign cross" }));
    filter.setAttribute("aria-label", say("only_tag", { tag }));
  }

  // The post with this number; false when it is gone.
  point(name, number) {
    if (name !== this.name) this.show(name);
    if (this.shown.tag !== null) this.filter(null);
    return this.shown.point(this.shown.byNumber(number));
  }
}
