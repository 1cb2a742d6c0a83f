// One card after another as JSON Web services draw them: satori sets, resvg draws. `render.py` runs
// it when node finds both packages: NODE_PATH=FOLDER/node_modules after `npm install satori
// @resvg/resvg-js` there. Reads a line for each batch of cards, answers when they are done.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [, , folder, fontFile, pictureFile] = process.argv;
const require = createRequire(pathToFileURL(folder + "/"));
const satori = require("satori").default;
const { Resvg } = require("@resvg/resvg-js");
const data = readFileSync(fontFile);
const picture = "data:image/jpeg;base64," + readFileSync(pictureFile).toString("base64");

async function card(words) {
  const box = {
    width: 1080, height: 1080, padding: 104, color: "white", fontSize: 54, display: "flex",
    alignItems: "center", textAlign: "center", backgroundImage: `url(${picture})`,
    textShadow: "0 0 14px black",
  };
  const fonts = [{ name: "Face", data, weight: 400, style: "normal" }];
  const svg = await satori(
    { type: "div", props: { style: box, children: words } }, { width: 1080, height: 1080, fonts });
  return new Resvg(svg).render().asPng();
}

for await (const line of createInterface({ input: process.stdin })) {
  const { words, cards } = JSON.parse(line);
  for (let n = 0; n < cards; n++) await card(words);
  console.log("done");
}
