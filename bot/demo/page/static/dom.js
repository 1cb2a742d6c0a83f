// Elements from plain values. Text is always text: nothing here reads markup.

import { lit } from "./emoji.js";
import { language } from "./say.js";

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  const there = children.filter((child) => child !== null && child !== undefined);
  node.append(...there.flatMap((child) => (typeof child === "string" && tag !== "option" ? lit(child) : [child])));
  return node;
}

export const byId = (id) => document.getElementById(id);

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Times of this world are UTC, for everybody the same.
export function hour(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", {
    hour: "2-digit", minute: "2-digit", timeZone: "UTC",
  });
}

export function day(moment) {
  return new Date(moment).toLocaleDateString(language === "en" ? "en-GB" : language, {
    weekday: "short", day: "numeric", month: "short", timeZone: "UTC",
  });
}

let hiding = 0;

export function toast(text) {
  const node = byId("toast");
  node.hidden = true; // one that still stands goes first: it would move when its words change
  node.replaceChildren(...lit(text));
  node.getBoundingClientRect(); // lays out without it
  node.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { node.hidden = true; }, Math.max(3000, text.length * 60));
}
