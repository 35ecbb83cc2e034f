// The page of the playground: takes a text, has worker.js parse it, shows what came out. It asks nothing of any other
// site, and everything that a text holds is put into the page as text, never as markup.
"use strict";

(() => {
  const HERE = new URL("./", document.currentScript.src);
  const MOST_CHARACTERS = 200000;
  const MOST_ROWS = 1000;
  const SAY = document.getElementById("playground-form").lang.startsWith("zh")
    ? {
        missing: "本站未附带试用所需的文件，制作方法见下文。",
        file: "请通过网页服务器打开本页（浏览器不允许从文件夹直接运行），例如：python -m http.server --directory site",
        empty: "请先粘贴一段文字。",
        long: (n) => `文字过长：${n} 个字符，最多 ${MOST_CHARACTERS} 个。`,
        loading: (done, all) => `正在载入解释器：${done} / ${all} MB`,
        starting: "正在启动解释器……",
        tables: "正在读取数据表……",
        parsing: "正在解析……",
        cancelled: "已取消。",
        failed: "出错：",
        done: (a, s, o, t) => `${a} 篇文章，${s} 个统计数字，${o} 个其他数字；用时 ${t} 秒。`,
        articles: "文章",
        statistics: "统计数字",
        others: "不算统计数字的数字",
        untitled: "（无标题）",
        more: (n) => `只显示前 ${MOST_ROWS} 行，共 ${n} 行；下载的文件是完整的。`,
        count: (n) => `${n} 个统计数字`,
        heads: {
          article: "文章", number: "数字", value: "数值", unit: "单位", qualifier: "限定", item: "统计对象", action: "动作",
          change: "增减", period: "时间", status: "状态", certainty: "把握", text: "数字", kind: "读作", rule: "规则", around: "上下文",
        },
      }
    : {
        missing: "This copy of the site was built without the playground's files; how to make them stands below.",
        file: "Open this page through a web server (a browser runs no worker from a folder): python -m http.server --directory site",
        empty: "There is no text to parse.",
        long: (n) => `The text is too long: ${n} characters, at most ${MOST_CHARACTERS}.`,
        loading: (done, all) => `Loading the interpreter: ${done} of ${all} MB`,
        starting: "Starting the interpreter …",
        tables: "Reading the tables …",
        parsing: "Parsing …",
        cancelled: "Cancelled.",
        failed: "Failed: ",
        done: (a, s, o, t) => `${a} articles, ${s} statistics, ${o} other numbers, in ${t} seconds.`,
        articles: "Articles",
        statistics: "Statistics",
        others: "Numbers that are no statistic",
        untitled: "(no title)",
        more: (n) => `The first ${MOST_ROWS} of ${n} rows; the downloads hold all.`,
        count: (n) => `${n} ${n === 1 ? "statistic" : "statistics"}`,
        heads: {
          article: "article", number: "number", value: "value", unit: "unit", qualifier: "qualifier", item: "item",
          action: "action", change: "change", period: "period", status: "status", certainty: "certainty", text: "number",
          kind: "read as", rule: "rule", around: "in",
        },
      };
  const STATISTIC = ["article", "item", "number", "value", "unit", "qualifier", "action", "change", "period", "status", "certainty"];
  const NUMBER = ["text", "kind", "rule", "around"];

  const part = (name) => document.getElementById(`playground-${name}`);
  const [text, published, place, status, bar, output] = ["text", "published", "place", "status", "bar", "output"].map(part);
  const buttons = Object.fromEntries(["parse", "cancel", "example", "csv", "json"].map((name) => [name, part(name)]));
  let contents = null;
  let worker = null;
  let waiting = null; // what was asked for
  let shown = null; // the same with what came back

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function say(message, isError = false) {
    status.textContent = message;
    status.classList.toggle("playground-error", isError);
  }

  function busy(yes) {
    buttons.parse.disabled = yes;
    buttons.example.disabled = yes;
    buttons.cancel.hidden = !yes;
    bar.hidden = !yes;
    bar.removeAttribute("value");
    output.setAttribute("aria-busy", String(yes));
    buttons.csv.disabled = buttons.json.disabled = yes || !shown;
  }

  function stop() {
    if (worker) worker.terminate();
    worker = null;
  }

  function fail(message) {
    busy(false);
    say(SAY.failed + message, true);
  }

  function megabytes(bytes) {
    return (bytes / 1e6).toFixed(1);
  }

  function ask(what) {
    const first = !worker;
    if (first) {
      worker = new Worker(new URL("worker.js", HERE));
      worker.onmessage = (event) => hear(event.data);
      worker.onerror = (event) => {
        event.preventDefault();
        stop();
        fail(event.message || "worker.js");
      };
    }
    busy(true);
    say(first ? SAY.loading(megabytes(0), megabytes(contents.bytes)) : SAY.parsing);
    worker.postMessage({ ...what, contents: first ? contents : null });
  }

  function hear(message) {
    if (message.type === "progress") {
      const all = message.loaded >= message.total;
      if (all) bar.removeAttribute("value");
      else bar.value = message.loaded / message.total;
      say(all ? SAY.starting : SAY.loading(megabytes(message.loaded), megabytes(message.total)));
    } else if (message.type === "tables" || message.type === "parsing") {
      say(SAY[message.type]);
    } else if (message.type === "show") {
      const result = JSON.parse(message.result);
      if (result.error) return fail(result.error);
      shown = { ...waiting, result };
      busy(false);
      show(result);
      say(SAY.done(result.articles.length, result.statistics.length, result.numbers.length, message.seconds.toFixed(2)));
    } else if (message.type === "record") {
      busy(false);
      say("");
      save("govnews.json", "application/json", message.result);
    } else {
      stop();
      fail(message.message);
    }
  }

  function parse() {
    const length = Array.from(text.value).length;
    if (!text.value.trim()) return say(SAY.empty, true);
    if (length > MOST_CHARACTERS) return say(SAY.long(length), true);
    waiting = { text: text.value, published: published.value, place: place.value.trim() };
    ask({ ask: "show", ...waiting });
  }

  function cell(value) {
    return value === null || value === undefined ? "" : String(value);
  }

  function valueOf(row) {
    return row.value === null ? `${cell(row.low)}–${cell(row.high)}` : row.value;
  }

  function table(name, columns, rows, draw) {
    const head = element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, SAY.heads[column])));
    const body = rows.slice(0, MOST_ROWS).map((row) =>
      element("tr", {}, ...columns.map((column) => element("td", { class: `playground-${column}` }, ...[draw(row, column)].flat()))));
    const made = element("table", { id: `playground-${name}`, class: "playground-table" }, element("thead", {}, head), element("tbody", {}, ...body));
    const parts = [element("div", { class: "playground-scroll", role: "region", tabindex: "0", "aria-label": SAY[name] }, made)];
    if (rows.length > MOST_ROWS) parts.push(element("p", {}, SAY.more(rows.length)));
    return parts;
  }

  function articleItem(article) {
    const names = article.bylines.map((byline) => `${byline.label || byline.role}: ${byline.names.join("、")}`);
    const item = element("li", {}, element("strong", {}, article.title || SAY.untitled));
    if (article.column || article.kicker) {
      item.prepend(element("span", { class: "playground-above" }, [article.column, article.kicker].filter(Boolean).join(" · ")));
    }
    if (article.subtitle) item.append(" ", article.subtitle);
    item.append(element("span", { class: "playground-below" }, [...names, SAY.count(article.statistics)].join(" · ")));
    return item;
  }

  function heading(words, count) {
    return element("h2", {}, `${words} (${count})`);
  }

  function show(result) {
    output.replaceChildren(
      heading(SAY.articles, result.articles.length),
      element("ol", { id: "playground-articles", class: "playground-list" }, ...result.articles.map(articleItem)),
      heading(SAY.statistics, result.statistics.length),
      ...table("statistics", STATISTIC, result.statistics, (row, column) =>
        column === "value" ? valueOf(row) : column === "article" ? String(row.article + 1) : cell(row[column])),
      heading(SAY.others, result.numbers.length),
      ...table("others", NUMBER, result.numbers, (row, column) =>
        column === "around" ? [`…${row.around[0]}`, element("mark", {}, row.text), `${row.around[1]}…`] : cell(row[column])),
    );
  }

  function save(name, type, data) {
    // A mark in front so that Excel reads UTF-8.
    const blob = new Blob(type === "text/csv" ? ["\ufeff", data] : [data], { type: `${type};charset=utf-8` });
    const link = element("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function example() {
    const response = await fetch(new URL(contents.example, HERE));
    text.value = await response.text();
  }

  async function begin() {
    if (location.protocol === "file:") return say(SAY.file, true);
    const response = await fetch(new URL("contents.json", HERE), { cache: "no-cache" });
    const found = await response.json();
    if (!found.pyodide) return say(SAY.missing, true);
    contents = found;
    if (!text.value) await example();
    buttons.parse.disabled = buttons.example.disabled = false;
    say("");
  }

  buttons.parse.addEventListener("click", parse);
  buttons.example.addEventListener("click", () => example().catch((error) => fail(error.message)));
  buttons.cancel.addEventListener("click", () => {
    stop();
    busy(false);
    say(SAY.cancelled);
    buttons.parse.focus();
  });
  buttons.csv.addEventListener("click", () => save("govnews.csv", "text/csv", shown.result.csv));
  buttons.json.addEventListener("click", () =>
    ask({ ask: "record", text: shown.text, published: shown.published, place: shown.place }));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !buttons.parse.disabled) parse();
  });
  begin().catch((error) => fail(error.message));
})();
