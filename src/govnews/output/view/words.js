"use strict";
// The page's data, text made visible, and what the page says of itself, in the language that the reader chose.
// Text from documents reaches the page by textContent and setAttribute only.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);

const HIDDEN = new RegExp(
  "[" + data.hidden.map(([a, b]) => `\\u{${a.toString(16)}}-\\u{${b.toString(16)}}`).join("") + "]", "gu");
const visible = (text) =>
  text.replace(HIDDEN, (c) => `‹U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}›`);

/** The first of the browser's languages that the page has; that of the page, where one was asked for. */
const preferred = () => data.language
  ?? (navigator.languages ?? []).map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in data.tags) ?? "en";
let language = data.written;

/** A message in words: `["count.of", "2", "5"]`; what stands in its gaps is text, or a message in its turn. */
const said = ([key, ...values]) => data.words[key][language].replace(/\{(\d)\}/g, (_, gap) =>
  (Array.isArray(values[gap]) ? said(values[gap]) : String(values[gap])));
const say = (...message) => said(message);
/** A value of the record (`reported`, `planned`) in words; what has none is said as it is. */
const term = (family, value) =>
  (value !== null && `${family}.${value}` in data.words ? say(`${family}.${value}`) : value);
const amount = (count, what) => say(`${what}.${count === 1 ? "one" : "many"}`, count.toLocaleString("en"));
/** What an element names: a message by its number, or a key. */
const messageOf = (name) => (/^\d+$/.test(name) ? data.messages[name] : [name]);
const notesOf = (element) => (element.dataset.tip ?? "").split(" ").filter(Boolean).map(messageOf);

/** Say the page's own words in an element and all below it. */
const translate = (root) => {
  for (const element of root.querySelectorAll("[data-say]")) {
    element.textContent = visible(said(messageOf(element.dataset.say)));
    if (element.lang) element.lang = data.tags[language];
  }
  for (const element of root.querySelectorAll("[data-label]"))
    element.setAttribute("aria-label", visible(said(messageOf(element.dataset.label))));
  for (const element of root.querySelectorAll("[data-tip]"))
    element.title = visible(notesOf(element).map(said).join("\n"));
};

/** What is to be drawn again when the language changes. */
const redraw = [];
const speak = (wanted) => {
  if (wanted !== language) {
    language = wanted;
    translate(document);
  }
  document.documentElement.lang = data.tags[language];
  document.querySelectorAll("[data-language]").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.language === language)));
  redraw.forEach((draw) => draw());
};
document.querySelectorAll("[data-language]").forEach((button) => {
  button.closest(".languages").hidden = false;
  button.addEventListener("click", () => speak(button.dataset.language));
});
speak(preferred());
