// The strip: who I am, time, the crowd, trouble, the balance.

import { act, read, self } from "./api.js";
import { byId, day, el, hour } from "./dom.js";

const EVERY = 1500; // milliseconds between looks at the figures
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

const set = (id, text) => { if (byId(id).textContent !== text) byId(id).textContent = text; };

export class Strip {
  constructor(choose) {
    this.choose = choose;
    this.ahead = 0; // milliseconds that the world's clock is ahead of ours
    this.people = [];
    this.done = 0;
    for (const button of document.querySelectorAll("[data-skip]")) {
      button.addEventListener("click", () => this.skip(button));
    }
    for (const input of document.querySelectorAll("[data-trouble]")) {
      input.addEventListener("change", () => this.does("trouble", { name: input.dataset.trouble, on: input.checked }));
    }
    byId("crowd").addEventListener("click", () => this.does("crowd"));
    setInterval(() => this.tick(), 500);
    setInterval(() => { if (!document.hidden) this.refresh().catch(() => null); }, EVERY);
  }

  async skip(button) {
    button.disabled = true;
    await this.does("skip", { to: button.dataset.skip });
    button.disabled = false;
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
    byId("crowd").textContent = state.crowd ? "They are writing…" : "Let 20 others write and react";
    for (const input of document.querySelectorAll("[data-trouble]")) {
      input.checked = state.troubles.includes(input.dataset.trouble);
    }
    byId("lost").textContent = state.lost;
    byId("flooded").textContent = state.flooded;
    for (const [name, count] of Object.entries(state.balance ?? {})) {
      byId(`b-${name}`).textContent = count;
    }
    if (!state.ready) byId("private-sub").textContent = "waking up…";
    else if (byId("private-sub").textContent === "waking up…") byId("private-sub").textContent = "bot";
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
    set("hour", hour(now));
  }

  showPeople(state) {
    self.as ??= state.people[0].id;
    self.moderator ??= state.moderators[0].id;
    const shown = byId("people");
    if (!shown.childElementCount) {
      this.people = state.people;
      for (const person of state.people) {
        const language = LANGUAGES.of(person.language);
        shown.append(el("button", {
          type: "button", class: "person", "data-id": person.id, title: `${person.name}, app in ${language}`,
          onclick: () => this.choose(person.id),
        }, el("span", { class: "avatar", "aria-hidden": "true" }, [...person.name][0]),
        el("span", { class: "name", dir: "auto" }, person.name), el("span", { class: "tongue" }, language)));
      }
      byId("moderator").append(...state.moderators.map((m) => el("option", { value: m.id }, m.name)));
    }
    for (const button of shown.children) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.id) === self.as));
    }
    byId("moderator").value = self.moderator;
    byId("me").textContent = this.people.find((person) => person.id === self.as)?.name ?? "";
  }
}

