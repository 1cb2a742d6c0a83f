// The strip: who I am, time, the crowd, trouble, the balance.

import { act, read, self } from "./api.js";
import { byId, day, el, hour } from "./dom.js";

const EVERY = 1500; // milliseconds between looks at the figures
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

export class Strip {
  constructor(choose) {
    this.choose = choose;
    this.ahead = 0; // milliseconds that the world's clock is ahead of ours
    this.people = [];
    for (const button of document.querySelectorAll("[data-skip]")) {
      button.addEventListener("click", () => this.skip(button));
    }
    for (const input of document.querySelectorAll("[data-trouble]")) {
      input.addEventListener("change", async () => {
        await act("trouble", { name: input.dataset.trouble, on: input.checked });
        await this.refresh();
      });
    }
    byId("crowd").addEventListener("click", async () => {
      if (await act("crowd")) await this.refresh();
    });
    setInterval(() => this.tick(), 500);
    setInterval(() => { if (!document.hidden) this.refresh().catch(() => null); }, EVERY);
  }

  async skip(button) {
    button.disabled = true;
    await act("skip", { to: button.dataset.skip });
    button.disabled = false;
    button.focus({ preventScroll: true });
    await this.refresh();
  }

  async refresh() { this.show(await read("strip")); }

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
    document.body.classList.toggle("ready", state.ready);
    this.showPeople(state);
  }

  setClock(now) {
    this.ahead = Date.parse(now) - Date.now();
    this.tick();
  }

  tick() {
    const now = new Date(Date.now() + this.ahead);
    const text = `${day(now)} · ${hour(now)}`;
    if (byId("clock").textContent !== text) byId("clock").textContent = text;
  }

  showPeople(state) {
    self.as ??= state.people[0].id;
    self.desk ??= state.moderators[0].id;
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
    byId("moderator").value = self.desk;
    byId("me").textContent = this.people.find((person) => person.id === self.as)?.name ?? "";
  }
}

