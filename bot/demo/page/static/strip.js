// The strip and the people: time, the crowd, trouble, the balance; whom the visitor is.

import { act, read, self } from "./api.js";
import { byId, day, el, hour } from "./dom.js";
import { language, say } from "./say.js";

const EVERY = 1500; // milliseconds between looks at the figures
const NAMES = new Intl.DisplayNames([language], { type: "language" });

const set = (id, text) => { if (byId(id).textContent !== text) byId(id).textContent = text; };

export class Strip {
  constructor({ choose, skipped }) {
    this.skipped = skipped;
    this.ahead = 0; // milliseconds that the world's clock is ahead of ours
    this.people = [];
    this.done = 0;
    for (const button of document.querySelectorAll("[data-skip]")) {
      button.addEventListener("click", () => this.skip(button));
    }
    for (const input of document.querySelectorAll("[data-trouble]")) {
      input.addEventListener("change", () => this.does("trouble", { name: input.dataset.trouble, on: input.checked }));
    }
    byId("me").addEventListener("change", () => choose(Number(byId("me").value)));
    byId("crowd").addEventListener("click", () => this.does("crowd"));
    setInterval(() => this.tick(), 500);
    setInterval(() => { if (!document.hidden) this.refresh().catch(() => null); }, EVERY);
  }

  async skip(button) {
    button.disabled = true;
    await this.does("skip", { to: button.dataset.skip });
    button.disabled = false;
    this.skipped();
    button.focus({ preventScroll: true });
  }

  async does(what, asked) {
    this.done += 1;
    await act(what, asked);
    this.done += 1;
    await this.refresh().catch(() => null);
  }

  // What was asked before the visitor's last act tells how it was before that act: not shown.
  async refresh() {
    const { done } = this;
    const state = await read("strip");
    if (done === this.done) this.show(state);
  }

  show(state) {
    this.setClock(state.now);
    byId("release").textContent = hour(state.release);
    byId("digest").textContent = hour(state.digest);
    byId("crowd").disabled = state.crowd;
    byId("crowd").textContent = say(state.crowd ? "crowd_writes" : "crowd");
    for (const input of document.querySelectorAll("[data-trouble]")) {
      input.checked = state.troubles.includes(input.dataset.trouble);
    }
    byId("lost").textContent = state.lost;
    byId("flooded").textContent = state.flooded;
    for (const [name, count] of Object.entries(state.balance ?? {})) {
      byId(`b-${name}`).textContent = count;
    }
    if (!state.ready) byId("private-sub").textContent = say("wakes");
    else if (byId("private-sub").textContent === say("wakes")) byId("private-sub").textContent = say("bot");
    this.showPeople(state);
    document.body.classList.add("loaded");
  }

  setClock(now) {
    this.ahead = Date.parse(now) - Date.now();
    this.tick();
  }

  tick() {
    const now = new Date(Date.now() + this.ahead);
    set("day", `${day(now)} · `);
    set("now", hour(now));
  }

  showPeople(state) {
    self.as ??= state.people[0].id;
    self.moderators ??= state.moderators[0].id;
    self.managers ??= state.manager.id;
    if (!this.people.length) {
      this.people = state.people;
      const named = (person) => `${person.name} · ${NAMES.of(person.language)}`;
      byId("me").append(...state.people.map((p) => el("option", { value: p.id }, named(p))));
      byId("moderator").append(...state.moderators.map((m) => el("option", { value: m.id }, m.name)));
    }
    byId("me").value = self.as;
    byId("moderator").value = self.moderators;
  }
}
