// The theme's search, which knows one index for both languages: a page searches the pages of its own language.
// The page says its language, the address of the site and that of the theme's worker (overrides/main.html).
"use strict";

const asked = new URL(self.location.href).searchParams;
const CHINESE = asked.get("language") === "zh";
const SITE = asked.get("site");
// Words of a question, which no page holds and all of which the search would ask for.
const QUESTION = /怎么样?|怎样|如何|为什么|为何|什么是|是什么|什么|哪里|哪些|哪个|能不能|可不可以|可以|请问|[吗呢？?]/g;

// Results name items by their number, so that an item which must not be found stays in its place, without words.
const hidden = (item) => ({ ...item, title: "", text: "", path: item.path.map(() => "") });

// Before the theme's own, which reads the same message after it.
self.addEventListener("message", ({ data: message }) => {
  if (message.type === 0) {
    message.data.items = message.data.items.map((item) => {
      const name = new URL(item.location, SITE).href.slice(SITE.length);
      return name.startsWith("zh/") === CHINESE ? item : hidden(item);
    });
  } else if (message.type === 2 && CHINESE && typeof message.data.input === "string") {
    message.data.input = message.data.input.replace(QUESTION, " ").trim() || message.data.input;
  }
});
importScripts(asked.get("worker"));
