// Where one writes: Enter sends, Shift+Enter breaks the line; a photo waits for its caption.

import { act, self, sendPhoto } from "./api.js";
import { toast } from "./dom.js";
import { say } from "./say.js";

const MOST = 10 * 1024 * 1024; // bytes, as the server has it

export class Composer {
  constructor(form, { sends, failed }) {
    this.form = form;
    this.chat = form.dataset.chat;
    this.area = form.querySelector("textarea");
    this.extra = form.querySelector(".extra");
    this.file = form.querySelector("input[type=file]");
    this.photo = null;
    this.editing = null;
    this.answering = null;
    this.example = ""; // words that stand here to be tried: another example may take their place
    this.sends = sends;
    this.failed = failed;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
      if (event.key === "Escape") this.clear();
    });
    this.area.addEventListener("input", () => this.grow());
    this.area.addEventListener("paste", (event) => this.attach(event.clipboardData?.files[0]));
    this.extra.querySelector("button").addEventListener("click", () => this.clear());
    this.file?.addEventListener("change", () => { this.attach(this.file.files[0]); this.file.value = ""; });
  }

  attach(file) {
    if (!file || !this.file) return;
    if (file.size > MOST) { toast(say("too_big")); return; }
    this.photo = file;
    this.note(say("caption", { name: file.name }));
  }

  // Tells whether the words stand there now: what the visitor typed stays.
  begin(words) {
    const free = !this.area.value || (this.area.value === this.example && !this.editing);
    if (free) this.area.value = this.example = words;
    this.area.focus();
    this.grow();
    return free;
  }

  edit(message) {
    this.editing = message.key;
    this.area.value = message.text;
    this.note(say("editing"));
    this.grow();
  }

  // A question of the bot: what is written next answers it, as apps do.
  answer(message) {
    if (this.editing) this.clear();
    this.answering = message.key;
    this.note(say("answering", { words: message.text.split("\n")[0] }));
  }

  gone(key) {
    if (this.answering !== key) return;
    this.answering = null;
    this.extra.hidden = !this.photo && !this.editing;
  }

  note(text) {
    this.extra.querySelector("span").textContent = text;
    this.extra.hidden = false;
    this.area.focus();
  }

  clear() {
    this.photo = this.editing = this.answering = null;
    this.extra.hidden = true;
    this.area.value = "";
    this.grow();
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 140)}px`;
  }

  // Nothing that was typed is lost: not with a picture that nobody can read, not meanwhile.
  keep({ text, editing, answering }) {
    Object.assign(this, { editing, answering });
    this.extra.hidden = !editing && !answering;
    this.area.value = [text, this.area.value].filter(Boolean).join("\n");
    this.grow();
  }

  async send() {
    const text = this.area.value.trim();
    const { photo, editing, answering } = this;
    if (!text && !photo) return;
    const asked = { chat: this.chat, text };
    if (answering) asked.reply = answering;
    if (this.chat !== "private") asked.as = self[this.chat];
    this.clear();
    this.sends(); // before the call: the bot may answer sooner than it returns
    let done;
    if (photo) done = await sendPhoto(photo, asked);
    else if (editing) done = await act("edit", { ...asked, key: editing });
    else done = await act("write", asked);
    if (done !== null) return;
    this.failed();
    this.keep({ text, editing, answering });
  }
}
