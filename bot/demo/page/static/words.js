// Formatted words: blocks of pieces, each piece plain text with the names of its formats.

import { el } from "./dom.js";
import { say } from "./say.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code",
};

export function wordsOf(blocks, open) {
  const parts = blocks.flatMap((block, number) => {
    if (!block.quote) {
      const after = number > 0 && Boolean(blocks[number - 1].quote);
      return linesOf(block.pieces, after).map((pieces) => el("p", { dir: "auto" }, ...pieces.map((piece) => pieceOf(piece, open))));
    }
    const quote = el("blockquote", { dir: "auto" }, ...block.pieces.map((piece) => pieceOf(piece, open)));
    if (block.quote === "folded" && length(block) > 90) fold(quote);
    return [quote];
  });
  return parts.flatMap((part, at) => (at ? ["\n", part] : [part])); // else the words of two lines are read as one
}

// Each line is a paragraph, since each has a direction of its own. The line breaks around a quote
// are the quote's.
function linesOf(pieces, afterQuote) {
  const lines = [[]];
  for (const piece of pieces) {
    piece.text.split("\n").forEach((text, at) => {
      if (at > 0) lines.push([]);
      if (text) lines.at(-1).push({ ...piece, text });
    });
  }
  if (afterQuote && !lines[0].length) lines.shift();
  if (lines.length && !lines.at(-1).length) lines.pop();
  return lines;
}

const length = (block) => block.pieces.reduce((sum, piece) => sum + piece.text.length, 0);

function fold(quote) {
  quote.classList.add("folded");
  const more = el("button", { type: "button", class: "more", "aria-expanded": "false" }, say("more"));
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.setAttribute("aria-expanded", open);
    more.textContent = say(open ? "less" : "more");
  });
  quote.append(more);
}

function pieceOf(piece, open) {
  if (piece.formats.includes("hashtag")) {
    return el("button", { type: "button", class: "tag whole", onclick: () => open.tag(piece.text) }, piece.text);
  }
  if (piece.link) return linkOf(piece.text, piece.link, open);
  if (piece.formats.includes("bot_command")) {
    return el("button", { type: "button", class: "tag", onclick: () => open.command(piece.text) }, piece.text);
  }
  if (piece.formats.includes("spoiler")) {
    const node = el("button", { type: "button", class: "hidden-words", "aria-label": say("hidden") }, piece.text);
    node.addEventListener("click", () => { node.classList.add("shown"); node.removeAttribute("aria-label"); });
    return node;
  }
  const tag = piece.formats.map((kind) => TAGS[kind]).find(Boolean);
  return tag ? el(tag, {}, piece.text) : piece.text;
}

export function linkOf(text, link, open) {
  if (link.to === "web") {
    return el("a", { href: link.address, target: "_blank", rel: "noopener noreferrer" }, text);
  }
  if (link.to === "bot") return el("button", { type: "button", class: "tag", onclick: () => open.bot(link.address) }, text);
  if (link.to === "post") return el("button", { type: "button", class: "tag", onclick: () => open.post(link) }, text);
  return text;
}
