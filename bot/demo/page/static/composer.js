// Where one writes: Enter sends, Shift+Enter breaks the line; a photo waits for its caption.

import { act, self, sendPhoto } from "./api.js";
import { byId, toast } from "./dom.js";

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
    if (file.size > MOST) { toast("That picture is bigger than 10 MB."); return; }
    this.photo = file;
    this.note(`${file.name} – write its caption`);
  }

  edit(message) {
    this.editing = message.key;
    this.area.value = message.text;
    this.note("Editing: your card follows");
    this.grow();
  }

  // A question of the bot: what is written next answers it, as apps do.
  answer(message) {
    this.clear();
    this.answering = message.key;
    this.note(`Your answer to: ${message.text.split("\n")[0]}`);
  }

  gone(key) {
    if (this.answering === key) this.clear();
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

  async send() {
    const text = this.area.value.trim();
    const { photo, editing, answering } = this;
    if (!text && !photo) return;
    const asked = { chat: this.chat, text };
    if (answering) asked.reply = answering;
    if (this.chat === "moderators") asked.as = self.moderator ?? byId("moderator").value;
    this.clear();
    this.sends(); // before the call: the bot may answer sooner than it returns
    let done;
    if (photo) done = await sendPhoto(photo, asked);
    else if (editing) done = await act("edit", { ...asked, key: editing });
    else done = await act("write", asked);
    if (done !== null) return;
    this.failed();
    if (!this.area.value) { // nothing that was typed is lost
      this.area.value = text;
      this.grow();
    }
  }
}
