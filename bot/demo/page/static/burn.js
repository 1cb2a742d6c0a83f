// What is deleted burns away, and what stays glides together.

import { calm } from "./dom.js";

const BURNS = 1100; // milliseconds, as in chat.css
const fires = new WeakMap(); // log -> what burns there, and how many are not burnt yet

// All that burn in a log at the same time leave it together: one that left sooner would pull
// the others up while they burn.
export async function burn(node, log) {
  node.setAttribute("aria-hidden", "true");
  node.inert = true;
  const burns = !calm() && visible(node, log);
  const fire = fires.get(log) ?? { nodes: [], left: 0 };
  fires.set(log, fire);
  fire.nodes.push(node);
  if (burns) {
    fire.left += 1;
    node.classList.add("burning");
    await new Promise((done) => setTimeout(done, BURNS));
    fire.left -= 1;
  }
  if (fire.left) return;
  const nodes = fire.nodes.splice(0);
  if (nodes.length) glide(log, () => nodes.forEach((each) => each.remove()));
}

function visible(node, log) {
  const box = node.getBoundingClientRect();
  const frame = log.getBoundingClientRect();
  return box.bottom > frame.top && box.top < frame.bottom && !document.hidden;
}

// First, last, invert, play: the layout jumps, the eye sees a movement.
function glide(log, change) {
  const kept = [...log.querySelectorAll(".message")];
  const before = new Map(kept.map((node) => [node, node.getBoundingClientRect().top]));
  change();
  log.dispatchEvent(new Event("settle"));
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
