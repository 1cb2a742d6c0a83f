// Puts the page together: the chats, the strip, and the stream that keeps them true.

import { act, begin, follow, read, self } from "./api.js";
import { Chat } from "./chat.js";
import { Channels } from "./channels.js";
import { Composer } from "./composer.js";
import { byId, el, toast } from "./dom.js";
import { Guide } from "./guide.js";
import { messageOf } from "./message.js";
import { say } from "./say.js";
import { stored } from "./stored.js";
import { Strip } from "./strip.js";
import { Team } from "./team.js";
import { theme } from "./theme.js";
import { Tries } from "./tries.js";

const composers = {};
const chats = {};
let reactions = [];
let thinking = 0;

const open = {
  tag(tag) {
    channels.filter(tag);
    column("channel");
  },
  command: (text, chat) => (chat === "private" || chat.startsWith("channel") ? write(text) : act("write", { chat, text, as: self[chat] })),
  async bot(address) {
    column("private");
    think();
    if (!await act("follow", { address })) rest();
    byId("private").querySelector("textarea").focus();
  },
  post({ chat, number }) {
    column("channel");
    if (number === null) channels.show(chat);
    else if (!channels.point(chat, number)) toast(say("post_gone"));
  },
  message: (key) => Object.values(chats).some((chat) => chat.point(chat.nodes.get(key))),
  react: (message, emoji) => act("react", { chat: message.chat, key: message.key, emoji }),
  picker(button, message) {
    const picker = byId("picker");
    picker.replaceChildren(...reactions.map((emoji) => el("button", {
      type: "button", "aria-label": say("react_with", { emoji }),
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
      await navigator.clipboard.writeText(button.copy).then(() => toast(say("copied")), () => toast(button.copy));
      return;
    }
    node.setAttribute("aria-busy", "true");
    if (message.chat === "private") think();
    const answer = await act("press", { ...asked(message), data: button.data });
    node.removeAttribute("aria-busy");
    if (answer?.dropped) dropped(answer.dropped);
    if (answer?.text) toast(answer.text);
    if (answer) guide.pressed(message, button);
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
  chat: message.chat, key: message.key, as: self[message.chat] ?? self.as,
});

const write = (text) => { think(); return act("write", { chat: "private", text }); };

function think() {
  byId("private-sub").textContent = say("works");
  clearTimeout(thinking);
  thinking = setTimeout(rest, 15000);
}

function rest() {
  byId("private-sub").textContent = say("bot");
}

// Words to begin with, which the visitor sends or changes. Tells whether they stand in the box.
function compose(words) {
  column("private");
  return composers.private.begin(words);
}

function column(id) {
  byId(id).scrollIntoView({ inline: "start", block: "nearest" });
}

const hears = {
  message(message) {
    channels.hears(message);
    team.hears(message);
    chats[message.chat].show(message);
    if (message.chat === "private" && !message.mine) rest();
    if (message.reply) composers[message.chat]?.gone(message.reply.key); // somebody has answered it
    if (message.asks && !message.mine) composers[message.chat].answer(message);
    guide.hears(message);
    byId("start").hidden = byId("start").hidden || message.chat === "private";
  },
  gone({ chat, key }) {
    if (chat === "private") byId("heard").textContent = say("burnt");
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
  for (const message of state.chats.private) guide.hears(message, true);
  byId("start").hidden = state.started;
  follow(state.last, hears);
  begin();
}

const strip = new Strip({
  async choose(id) {
    self.as = id;
    rest();
    await load();
  },
  skipped: () => guide.took("wait"),
});

const channels = new Channels(open);
for (const log of document.querySelectorAll(".log[data-chat]")) chats[log.dataset.chat] = new Chat(log, open);
for (const form of document.querySelectorAll(".composer")) {
  const name = form.dataset.chat;
  composers[name] = new Composer(form, {
    sends() {
      chats[name].end.go(); // what follows is looked at, also by who scrolled up to edit
      if (name === "private") think();
    },
    failed: rest,
  });
}
byId("friend-close").addEventListener("click", () => byId("friend").close());
byId("start").addEventListener("click", () => write("/start"));
byId("moderator").addEventListener("change", async (event) => {
  self.moderators = Number(event.target.value);
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

const team = new Team(chats);
const guide = new Guide({
  write: () => compose(say("example")),
  publish() {
    column("private");
    [...byId("private").querySelectorAll(".keyboard button")].find((button) => button.querySelector('img[alt="✅"]'))?.focus();
  },
  wait() {
    column("channel");
    document.querySelector('[data-skip="hour"]').click();
  },
});
new Tries({ column, compose, write, bot: open.bot, team, channels });
byId("language").addEventListener("change", (event) => { location.search = new URLSearchParams({ lang: event.target.value }); });
theme();
stored(() => strip.people.find((person) => person.id === self.as));
load().catch(() => toast(say("ended")));
