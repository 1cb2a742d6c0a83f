// Puts the page together: the chats, the strip, and the stream that keeps them true.

import { act, begin, follow, read, self } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Channels } from "./channels.js";
import { byId, el, toast } from "./dom.js";
import { messageOf } from "./message.js";
import { stored } from "./stored.js";
import { Strip } from "./strip.js";
import { theme } from "./theme.js";

const composers = {};
const chats = {};
let reactions = [];
let thinking = 0;

const open = {
  tag(tag) {
    channels.filter(tag);
    column("channel");
  },
  command: (text, chat) => (chat === "moderators" ? act("write", { chat, text, as: self.moderator }) : write(text)),
  async bot(address) {
    column("private");
    think();
    if (!await act("follow", { address })) rest();
    byId("private").querySelector("textarea").focus();
  },
  post({ chat, number }) {
    column("channel");
    if (number === null) channels.show(chat);
    else if (!channels.point(chat, number)) toast("That post is gone.");
  },
  message: (key) => Object.values(chats).some((chat) => chat.point(chat.nodes.get(key))),
  react: (message, emoji) => act("react", { chat: message.chat, key: message.key, emoji }),
  picker(button, message) {
    const picker = byId("picker");
    picker.replaceChildren(...reactions.map((emoji) => el("button", {
      type: "button", "aria-label": `React with ${emoji}`,
      onclick: () => { picker.hidePopover(); open.react(message, emoji); },
    }, emoji)));
    const box = button.getBoundingClientRect();
    picker.showPopover();
    picker.style.left = `${Math.max(8, Math.min(box.left, innerWidth - picker.offsetWidth - 8))}px`;
    picker.style.top = `${Math.max(8, box.top - picker.offsetHeight - 6)}px`;
    picker.firstElementChild?.focus();
  },
  locate: (message, spot) => { think(); return act("locate", { ...asked(message), spot }); },
  edit: (message) => composers[message.chat].edit(message),
  remove: (message) => act("delete", asked(message)),
  async press(message, button, node) {
    if (button.copy) {
      await navigator.clipboard.writeText(button.copy).then(() => toast("Copied."), () => toast(button.copy));
      return;
    }
    node.setAttribute("aria-busy", "true");
    if (message.chat === "private") think();
    const answer = await act("press", { ...asked(message), data: button.data });
    node.removeAttribute("aria-busy");
    if (answer?.dropped) dropped(answer.dropped);
    if (answer?.text) toast(answer.text);
    rest();
  },
};

// A chat without the bot: what somebody dropped there, as a friend sees it.
function dropped(message) {
  const dialog = byId("friend");
  byId("friend-log").append(messageOf(message, open));
  if (!dialog.open) dialog.showModal();
  byId("friend-log").lastElementChild.scrollIntoView({ block: "end" });
}

const asked = (message) => ({
  chat: message.chat, key: message.key, as: message.chat === "moderators" ? self.moderator : self.as,
});

const write = (text) => { think(); return act("write", { chat: "private", text }); };

function think() {
  byId("private-sub").textContent = "is working…";
  clearTimeout(thinking);
  thinking = setTimeout(rest, 15000);
}

function rest() {
  byId("private-sub").textContent = "bot";
}

function column(id) {
  byId(id).scrollIntoView({ inline: "start", block: "nearest" });
}

const hears = {
  message(message) {
    channels.hears(message);
    chats[message.chat].show(message);
    if (message.chat === "private" && !message.mine) rest();
    if (message.asks && !message.mine) composers[message.chat].answer(message);
    byId("start").hidden = byId("start").hidden || message.chat === "private";
  },
  gone({ chat, key }) {
    if (chat === "private") byId("heard").textContent = "A message burnt.";
    composers[chat]?.gone(key);
    chats[chat].gone(key);
  },
  clock: ({ now }) => strip.setClock(now),
  reset: () => load(),
};

async function load() {
  const state = await read("state");
  reactions = state.reactions;
  strip.show(state);
  channels.lay(state.channels);
  Object.assign(chats, Object.fromEntries(channels.chats));
  for (const [name, chat] of Object.entries(chats)) chat.fill(state.chats[name]);
  const last = state.chats.private.at(-1);
  if (last?.asks) composers.private.answer(last);
  byId("start").hidden = state.started;
  follow(state.last, hears);
  begin();
}

const strip = new Strip(async (id) => {
  self.as = id;
  rest();
  await load();
});

const channels = new Channels(open);
for (const log of document.querySelectorAll(".log[data-chat]")) chats[log.dataset.chat] = new Chat(log, open);
for (const form of document.querySelectorAll(".composer")) {
  const mine = form.dataset.chat === "private";
  composers[form.dataset.chat] = new Composer(form, { sends: () => mine && think(), failed: rest });
}
byId("friend-close").addEventListener("click", () => byId("friend").close());
byId("start").addEventListener("click", () => write("/start"));
byId("moderator").addEventListener("change", async (event) => {
  self.moderator = Number(event.target.value);
  await load();
});
const watcher = new IntersectionObserver((seen) => {
  for (const entry of seen) {
    const tab = document.querySelector(`.tabs a[href="#${entry.target.id}"]`);
    if (entry.isIntersecting) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}, { root: byId("columns"), threshold: 0.6 });
for (const section of byId("columns").children) watcher.observe(section);

theme();
stored(() => strip.people.find((person) => person.id === self.as));
load().catch(() => toast("The demo does not answer. Start it again with: make demo"));
