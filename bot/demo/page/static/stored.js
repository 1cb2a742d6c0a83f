// The tables, live: proof by looking.

import { read } from "./api.js";
import { byId, el } from "./dom.js";
import { language, say } from "./say.js";

const EVERY = 1500; // milliseconds

export function stored(nameOf) {
  const dialog = byId("stored");
  let timer = 0;
  const refresh = async () => {
    try { show(await read("stored"), nameOf()); } catch { /* the next look may find it */ }
  };
  byId("look").addEventListener("click", async () => {
    dialog.showModal();
    await refresh();
    timer = setInterval(refresh, EVERY);
  });
  byId("stored-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => clearInterval(timer));
}

function show(found, me) {
  const size = Math.round(found.bytes / 1024).toLocaleString(language);
  byId("proof").textContent = say(found.known ? "known" : "unknown", { name: me.name, number: me.id, size });
  byId("proof").classList.toggle("bad", found.known);
  const open = new Set([...document.querySelectorAll("#tables details[open]")].map((d) => d.dataset.name));
  const first = !byId("tables").childElementCount;
  const tables = Object.entries(found.tables).sort((one, other) => place(one) - place(other));
  const scroll = byId("tables").scrollTop;
  byId("tables").replaceChildren(...tables.map(([name, table]) => tableOf(name, table, open.has(name) || (first && name === "whispers"))));
  byId("tables").scrollTop = scroll;
}

// Whispers first: they are what one looks for. Empty tables last.
const place = ([name, table]) => (name === "whispers" ? 0 : table.total ? 1 : 2);

function tableOf(name, table, open) {
  const rows = table.rows.map((row) => el("tr", {}, ...table.columns.map(
    (column) => el("td", { dir: "auto" }, row[column] === null ? "" : String(row[column])),
  )));
  return el("details", { "data-name": name, open },
    el("summary", {}, name, " ", el("b", {}, String(table.total))),
    el("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": say("table", { name }) },
      el("table", {},
        el("thead", {}, el("tr", {}, ...table.columns.map((column) => el("th", { scope: "col" }, column)))),
        el("tbody", {}, ...rows))));
}
