// What is deleted burns away, and what stays glides together.

import { calm } from "./dom.js";

const BURNS = 1100; // milliseconds, as in chat.css

export async function burn(node, log) {
  node.setAttribute("aria-hidden", "true");
  node.inert = true;
  if (!calm() && visible(node, log)) {
    node.classList.add("burning");
    await new Promise((done) => setTimeout(done, BURNS));
  }
  glide(log, () => node.remove());
}

function visible(node, log) {
  const box = node.getBoundingClientRect();
  const frame = log.getBoundingClientRect();
  return box.bottom > frame.top && box.top < frame.bottom && !document.hidden;
}

export const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 60;

export const toEnd = (log) => { log.scrollTop = log.scrollHeight; };

// First, last, invert, play: the layout jumps, the eye sees a movement.
function glide(log, change) {
  const kept = [...log.querySelectorAll(".message")];
  const before = new Map(kept.map((node) => [node, node.getBoundingClientRect().top]));
  const pinned = atEnd(log);
  change();
  if (pinned) toEnd(log);
  if (calm()) return;
  for (const node of kept) {
    if (!node.isConnected) continue;
    const by = before.get(node) - node.getBoundingClientRect().top;
    if (Math.abs(by) > 1) {
      node.animate(
        [{ transform: `translateY(${by}px)` }, { transform: "none" }],
        { duration: 260, easing: "cubic-bezier(.2,.8,.2,1)" },
      );
    }
  }
}
