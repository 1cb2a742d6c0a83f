// Emoji as pictures of our own server's: the same everywhere, and there without an emoji font.

const PICTURED = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
const LETTERS = /^[\d#*©®™]$/u; // signs of writing, which some call emoji
const clusters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

// Text as text, with pictures for its emoji; nothing here reads markup.
export function lit(text) {
  if (!PICTURED.test(text)) return [text];
  const found = [];
  for (const { segment } of clusters.segment(text)) {
    if (PICTURED.test(segment) && !LETTERS.test(segment)) found.push(pictured(segment));
    else if (typeof found.at(-1) === "string") found.push(found.pop() + segment);
    else found.push(segment);
  }
  return found;
}

function pictured(cluster) {
  const image = document.createElement("img");
  const name = [...cluster].map((sign) => sign.codePointAt(0).toString(16)).join("-");
  image.className = "emoji";
  image.alt = cluster;
  image.draggable = false;
  image.width = image.height = 20;
  image.addEventListener("error", () => image.replaceWith(cluster), { once: true });
  image.src = `emoji/${name}`;
  return image;
}
