// The first hint: three steps, each with its button. It goes when they are done, or when told to.

import { byId, toast } from "./dom.js";
import { say } from "./say.js";

const STEPS = ["write", "publish", "wait"];
const LINGERS = 2500; // milliseconds that the finished hint still stands
const KEPT = "sotto-guide";
const PUBLISHES = "✅"; // how the bot's button begins, in every language

export class Guide {
  constructor(does) {
    this.at = localStorage.getItem(KEPT) ? STEPS.length : 0;
    for (const button of byId("guide").querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => does[button.dataset.step]());
    }
    byId("guide-close").addEventListener("click", () => this.close());
    this.show();
  }

  get open() { return this.at < STEPS.length; }

  close() {
    this.at = STEPS.length;
    localStorage.setItem(KEPT, "done");
    this.show();
  }

  show() {
    byId("guide").hidden = !this.open;
    document.querySelector(".promise").hidden = this.open;
    STEPS.forEach((step, at) => {
      const button = byId("guide").querySelector(`[data-step="${step}"]`);
      button.classList.toggle("done", at < this.at);
      if (at === this.at) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  // A step that was taken, whoever led to it. Later ones cannot come before it.
  took(step, quietly = false) {
    if (!this.open || STEPS[this.at] !== step) return;
    this.at += 1;
    if (this.open) {
      this.show();
      if (!quietly) toast(say(step === "write" ? "guide_written" : "guide_published"));
      return;
    }
    byId("guide").querySelector(`[data-step="${step}"]`).classList.add("done");
    toast(say("guide_done"));
    setTimeout(() => this.close(), LINGERS);
  }

  hears(message, quietly) {
    if (message.chat === "private" && !message.mine && message.media && publishes(message)) this.took("write", quietly);
  }

  pressed(message, button) {
    if (message.chat === "private" && button.label.startsWith(PUBLISHES)) this.took("publish");
  }
}

const publishes = (message) => message.buttons.flat().some((button) => button.label.startsWith(PUBLISHES));
