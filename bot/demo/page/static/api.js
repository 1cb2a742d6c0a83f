// Calls to the page's own server, and the stream of what happens.

import { toast } from "./dom.js";
import { language, say } from "./say.js";

// Who the visitor is: in the private chat and the channel, and in each group.
export const self = { as: null, moderators: null, managers: null };

const HEADERS = { "Accept-Language": language };

// Until the first state has come nobody is anybody: what is done before that waits for it.
let begin;
const begun = new Promise((done) => { begin = done; });
export { begin };

const who = () => {
  const asked = {};
  if (self.as) asked.as = self.as;
  if (self.moderators) asked.moderator = self.moderators;
  return new URLSearchParams(asked);
};

async function answer(response) {
  if (response.ok) return response.json();
  let why = await response.text();
  try { why = JSON.parse(why).why; } catch { /* it is a plain sentence */ }
  throw new Error(why);
}

async function tried(work) {
  try {
    return await work();
  } catch (error) {
    const gone = error instanceof TypeError; // fetch: nobody answers
    toast(gone ? say("ended") : error.message);
    return null;
  }
}

export const read = async (path) => answer(await fetch(`api/${path}?${who()}`, { headers: HEADERS }));

export const act = (what, asked = {}) => tried(async () => {
  await begun;
  return answer(await fetch(`api/${what}`, {
    method: "POST",
    headers: { ...HEADERS, "Content-Type": "application/json" },
    body: JSON.stringify({ as: self.as, ...asked }),
  }));
});

export const sendPhoto = (file, asked) => tried(async () => {
  await begun;
  const where = new URLSearchParams({ as: self.as, ...asked });
  return answer(await fetch(`api/photo?${where}`, {
    method: "POST", headers: { ...HEADERS, "Content-Type": "application/octet-stream" }, body: file,
  }));
});

let stream = null;

// EventSource comes back by itself and names the last event that it saw.
export function follow(after, hears) {
  stream?.close();
  const asked = who();
  asked.set("after", after);
  stream = new EventSource(`api/live?${asked}`);
  for (const [kind, hear] of Object.entries(hears)) {
    stream.addEventListener(kind, (event) => hear(JSON.parse(event.data)));
  }
}
