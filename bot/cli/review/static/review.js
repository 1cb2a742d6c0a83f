// The contact sheet. Text is only ever set as text: titles and names are strangers'.

const sheet = document.getElementById("sheet");
const said = document.getElementById("said");
const VIEWS = [
  ["new", "To look at", (picture) => !picture.kept],
  ["kept", "Kept", (picture) => picture.kept],
  ["all", "All", () => true],
];
let pictures = [];
let view = "new";

function made(name, words = "", more = {}) {
  const element = Object.assign(document.createElement(name), more);
  if (words) element.textContent = words;
  return element;
}

async function tell(act, body) {
  const answer = await fetch(`/api/${act}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return true;
  say((await answer.json()).why);
  return false;
}

function say(words, undo = null) {
  said.replaceChildren(words);
  if (undo) {
    const button = made("button", "Undo");
    button.addEventListener("click", undo);
    said.append(button);
  }
}

async function load() {
  const answer = await (await fetch("/api/pictures")).json();
  pictures = answer.pictures;
  document
    .getElementById("themes")
    .replaceChildren(...answer.themes.map((theme) => made("option", "", { value: theme })));
  show();
}

function show() {
  const buttons = VIEWS.map(([name, label, fits]) => {
    const button = made("button", `${label} (${pictures.filter(fits).length})`);
    button.setAttribute("aria-pressed", String(name === view));
    button.addEventListener("click", () => {
      view = name;
      show();
    });
    return button;
  });
  document.getElementById("which").replaceChildren(...buttons);
  const fits = VIEWS.find(([name]) => name === view)[2];
  const shown = pictures.filter(fits);
  sheet.replaceChildren(...shown.map(card));
  document.getElementById("nothing").hidden = shown.length > 0;
}

function card(picture) {
  const article = made("article", "", { tabIndex: 0, className: picture.kept ? "kept" : "" });
  article.dataset.file = picture.file;
  article.setAttribute("aria-label", picture.name);
  const image = made("img", "", { alt: picture.name, loading: "lazy" });
  image.src = `/picture/${encodeURIComponent(picture.file)}`;
  const about = made("div", "", { className: "about" });
  const title = made("h2", picture.name);
  title.title = picture.name;
  about.append(title, credit(picture), tags(picture), acts(picture));
  article.append(image, about);
  return article;
}

function credit(picture) {
  const line = made("p", "", { className: "credit" });
  line.append([picture.author, picture.licence].filter(Boolean).join(" · ") || "Your own");
  if (picture.page) {
    const link = made("a", "source", { href: picture.page, target: "_blank", rel: "noreferrer" });
    line.append(" · ", link);
  }
  return line;
}

function tags(picture) {
  const row = made("div", "", { className: "tags" });
  for (const theme of picture.themes) {
    const tag = made("button", `${theme} ×`);
    tag.setAttribute("aria-label", `Remove the tag ${theme}`);
    tag.addEventListener("click", () => retag(picture, picture.themes.filter((t) => t !== theme)));
    row.append(tag);
  }
  const more = made("input", "", { placeholder: "tag…" });
  more.setAttribute("list", "themes");
  more.setAttribute("aria-label", `Add a tag to ${picture.name}`);
  more.addEventListener("change", () => {
    const theme = more.value.trim().toLowerCase();
    if (theme && !picture.themes.includes(theme)) retag(picture, [...picture.themes, theme]);
  });
  row.append(more);
  return row;
}

function acts(picture) {
  const row = made("div", "", { className: "acts" });
  const keeps = made("button", picture.kept ? "Kept" : "Keep", { className: "keep" });
  const drops = made("button", "Drop", { className: "drop" });
  keeps.addEventListener("click", () => keep(picture));
  drops.addEventListener("click", () => drop(picture));
  row.append(keeps, drops);
  return row;
}

async function retag(picture, themes) {
  if (!(await tell("keep", { file: picture.file, themes }))) return;
  picture.themes = themes;
  picture.kept = true;
  const old = sheet.querySelector(`[data-file="${CSS.escape(picture.file)}"]`);
  const renewed = card(picture);
  old?.replaceWith(renewed);
  renewed.focus();
}

async function keep(picture) {
  if (!(await tell("keep", { file: picture.file, themes: picture.themes }))) return;
  picture.kept = true;
  moveOn();
  say("Kept.");
}

async function drop(picture) {
  if (!(await tell("drop", { file: picture.file }))) return;
  const place = pictures.indexOf(picture);
  pictures.splice(place, 1);
  moveOn();
  say("Dropped.", async () => {
    if (!(await tell("back", { file: picture.file }))) return;
    pictures.splice(place, 0, picture);
    show();
    say("It is back.");
  });
}

function moveOn() {
  const place = [...sheet.children].indexOf(document.activeElement?.closest("article"));
  const before = sheet.children.length;
  show();
  const step = sheet.children.length < before ? 0 : 1;
  sheet.children[Math.min(Math.max(place, 0) + step, sheet.children.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const here = document.activeElement?.closest("article");
  const columns = getComputedStyle(sheet).gridTemplateColumns.split(" ").length;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  if (event.key in steps) {
    const place = here ? [...sheet.children].indexOf(here) + steps[event.key] : 0;
    sheet.children[place]?.focus();
    event.preventDefault();
    return;
  }
  const picture = here && pictures.find((each) => each.file === here.dataset.file);
  if (!picture) return;
  if (event.key === "k") keep(picture);
  if (event.key === "d") drop(picture);
  if (event.key === "t") {
    here.querySelector("input").focus();
    event.preventDefault();
  }
});

load();
