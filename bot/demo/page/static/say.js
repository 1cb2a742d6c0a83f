// The sentences of the page, in its language.

const said = JSON.parse(document.getElementById("sentences").textContent);

export const language = document.documentElement.lang;

export function say(name, values = {}) {
  return (said[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
