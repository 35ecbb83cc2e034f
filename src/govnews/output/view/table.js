"use strict";
// What both pages share: long tables, details, bars, copies.

const make = (tag, text = "", attributes = {}) => {
  const element = document.createElement(tag);
  if (text !== "") element.textContent = visible(String(text));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** A table of columns: each different value is written once. */
class Columns {
  constructor(columns) {
    this.columns = columns;
    this.length = Object.values(columns)[0].rows.length;
  }
  get(column, row) {
    const { values, rows } = this.columns[column];
    return values[rows[row]];
  }
}

const statistics = new Columns(data.statistics);
const [NAME, PUBLICATION, PUBLISHED, TITLES] = [0, 1, 2, 3];
const titleOf = (row) =>
  data.documents[statistics.get("document", row)][TITLES][statistics.get("article", row)];
const valueOf = (row) => {
  const number = statistics.get("value", row) ?? statistics.get("low", row) ?? statistics.get("high", row);
  return number === null ? NaN : Number(number);
};
/** A number to read: thousands apart, a quotient (三分之二) cut. */
const grouped = (number) => {
  const [whole, part] = number.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + (part.length > 6 ? part.slice(0, 4) + "…" : part) : "");
};
const SIGNS = { about: "≈ ", more_than: "> ", nearly: "≲ ", at_least: "≥ ", at_most: "≤ ", less_than: "< " };
const TURNS = { increase: "↑ ", decrease: "↓ " };
const saidValue = (row) => {
  const value = statistics.get("value", row);
  const number = value !== null ? grouped(value)
    : ["low", "high"].map((c) => statistics.get(c, row)).filter((v) => v !== null).map(grouped).join("–");
  return (TURNS[statistics.get("change", row)] ?? "") + (SIGNS[statistics.get("qualifier", row)] ?? "") + number;
};

const collator = new Intl.Collator("zh-Hans", { numeric: true });
/** For each different value of a column its place in alphabetical order; nothing comes last. */
const ranks = (columns, column) => {
  const { values } = columns.columns[column];
  const order = values.map((_, i) => i).sort((a, b) =>
    values[a] === null ? 1 : values[b] === null ? -1 : collator.compare(String(values[a]), String(values[b])));
  const rank = new Int32Array(values.length);
  order.forEach((value, place) => { rank[value] = place; });
  return rank;
};

/** More rows than anybody prints: a browser would lay them out for minutes. */
const MOST_PRINTED = 5000;
/** A table of any length: only the rows in sight are in the page, up to that many when it is printed.
 *  columns: [{ head, cell(row), number, width(), key(row) }], `head` a key of the page's words; the first opens the row. */
class LongTable {
  constructor(root, columns, open) {
    Object.assign(this, { root, columns, open, order: [], sorted: null, down: false, current: null, height: 34 });
    this.table = make("table");
    const head = make("tr");
    columns.forEach((column, index) => {
      const cell = make("th", "", { scope: "col" });
      const button = make("button", say(column.head), { type: "button", "data-say": column.head });
      button.addEventListener("click", () => this.sort(index));
      cell.append(button);
      if (column.number) cell.className = "number";
      if (column.width) cell.style.width = `calc(${column.width()}ch + 16px)`;
      head.append(cell);
    });
    const thead = make("thead");
    thead.append(head);
    this.head = head;
    this.body = make("tbody");
    this.table.append(thead, this.body);
    root.append(this.table);
    root.addEventListener("scroll", () => this.render(), { passive: true });
    root.addEventListener("keydown", (event) => this.key(event));
    addEventListener("resize", () => this.render());
    addEventListener("beforeprint", () => {
      // Browsers repeat the heads on every sheet of paper, but no buttons in them.
      [...head.children].forEach((cell) => { cell.dataset.head = cell.textContent; });
      this.render(true);
    });
    addEventListener("afterprint", () => this.render());
    redraw.push(() => this.render());
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-row]");
      if (row) { this.current = Number(row.dataset.row); this.render(); this.open(this.current); }
    });
  }
  show(rows) {
    this.order = rows;
    this.arrange();
    this.root.scrollTop = 0;
    this.render();
  }
  sort(index) {
    this.down = this.sorted === index ? !this.down : false;
    this.sorted = index;
    [...this.head.children].forEach((cell, i) => {
      if (i === index) cell.setAttribute("aria-sort", this.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    this.arrange();
    this.render();
  }
  arrange() {
    this.order.sort((a, b) => a - b);
    if (this.sorted === null) return;
    const key = this.columns[this.sorted].key;
    const sign = this.down ? -1 : 1;
    const keys = new Map(this.order.map((row) => [row, key(row)]));
    // What has no value comes last, whichever way.
    this.order.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y) || a - b;
      return sign * (x - y) || a - b;
    });
  }
  render(all = false) {
    const held = this.body.contains(document.activeElement) ? document.activeElement.closest("tr").dataset.row : null;
    const whole = all || this.order.length <= 60;
    const last = Math.min(this.order.length, MOST_PRINTED);
    const top = whole ? 0 : Math.max(0, Math.floor(this.root.scrollTop / this.height) - 10);
    const end = whole ? last
      : Math.min(this.order.length, top + Math.ceil((this.root.clientHeight || 600) / this.height) + 20);
    const rows = [this.gap(top)];
    for (let i = top; i < end; i++) rows.push(this.row(this.order[i], i));
    rows.push(all ? this.rest(this.order.length - end) : this.gap(this.order.length - end));
    this.body.replaceChildren(...rows.filter(Boolean));
    this.table.setAttribute("aria-rowcount", this.order.length + 1);
    if (held !== null) {
      const target = this.body.querySelector(`tr[data-row="${held}"] button`);
      (target ?? this.root).focus({ preventScroll: true });
    }
  }
  gap(count) {
    if (!count) return null;
    const row = make("tr", "", { "aria-hidden": "true", class: "gap" });
    const cell = make("td", "", { colspan: this.columns.length });
    cell.style.height = `${count * this.height}px`;
    row.append(cell);
    return row;
  }
  rest(count) {
    if (!count) return null;
    const row = make("tr");
    row.append(make("td", say("more", count.toLocaleString("en")), { colspan: this.columns.length }));
    return row;
  }
  row(number, place) {
    const row = make("tr", "", { "data-row": number, "aria-rowindex": place + 2 });
    if (number === this.current) row.setAttribute("aria-current", "true");
    this.columns.forEach((column, index) => {
      const text = column.cell(number) ?? "";
      const cell = make("td", index ? text : "", column.number ? { class: "number" } : {});
      if (!index) cell.append(make("button", text === "" ? "—" : text, { type: "button" }));
      if (column.lang) cell.lang = "zh-Hans";
      if (String(text).length > 6) cell.title = visible(String(text));
      cell.classList.toggle("long", String(text).length > 12);
      row.append(cell);
    });
    return row;
  }
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const row = event.target.closest?.("tr[data-row]");
    if (!step || !row) return;
    event.preventDefault();
    const place = this.order.indexOf(Number(row.dataset.row)) + step;
    this.focus(this.order[Math.max(0, Math.min(this.order.length - 1, place))]);
  }
  focus(number) {
    const place = this.order.indexOf(number);
    if (place < 0) return false;
    this.current = number;
    const [top, view] = [place * this.height, this.root.clientHeight - 2 * this.height];
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top > this.root.scrollTop + view) this.root.scrollTop = top - view + this.height;
    this.render();
    this.body.querySelector(`tr[data-row="${number}"] button`)?.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "nearest" });
    return true;
  }
}

/** The choices of a list, `all` first where it has that; the chosen one stays chosen. */
const options = (select, values) => {
  const chosen = select.value;
  select.replaceChildren(...[...select.options].filter((option) => option.dataset.say),
    ...values.map(([value, text]) => make("option", text, { value: String(value) })));
  select.value = chosen;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
};

/** How often each value of a column stands in the rows, the most frequent first. */
const counted = (columns, column, rows) => {
  const { values, rows: at } = columns.columns[column];
  const counts = new Map();
  for (const row of rows) counts.set(at[row], (counts.get(at[row]) ?? 0) + 1);
  return [...counts].map(([value, count]) => [values[value], count]).filter(([value]) => value !== null)
    .sort((a, b) => b[1] - a[1] || collator.compare(String(a[0]), String(b[0])));
};

/** Bars with names and numbers: [[name, length, said, act, pressed]]. */
const bars = (list, entries) => {
  const most = Math.max(...entries.map(([, length]) => Number(length)), 0) || 1;
  list.replaceChildren(...entries.map(([name, length, said, act, pressed]) => {
    const item = make("li");
    const button = make("button", "", { type: "button" });
    if (pressed !== undefined) button.setAttribute("aria-pressed", pressed);
    const bar = make("span", "", { class: "bar", "aria-hidden": "true" });
    bar.style.width = length ? `${Math.max(0.5, (100 * length) / most)}%` : "0";
    button.append(make("span", name, { class: "name", lang: "zh-Hans" }), make("span", said, { class: "said" }), bar);
    button.addEventListener("click", act);
    item.append(button);
    return item;
  }));
};

const SAID = ["item", "action", "change", "basis", "qualifier", "period", "period_start", "period_end", "place",
  "place_code", "status", "certainty", "text", "rule"];
const TERMS = ["change", "qualifier", "status", "certainty"];
let told = null;
/** What was read at a highlight: the statistic of a row, and what else is marked there. */
const detail = (row, notes) => {
  told = () => detail(row, notes);
  const box = byId("detail");
  box.classList.add("told");
  const dismiss = make("button", say("dismiss"), { type: "button", class: "dismiss" });
  dismiss.addEventListener("click", () => box.classList.remove("told"));
  box.replaceChildren(dismiss);
  if (row !== null) {
    box.append(make("p", `${saidValue(row)} ${statistics.get("unit", row) ?? ""}`, { class: "big" }));
    const list = make("dl");
    for (const column of SAID.filter((c) => c in statistics.columns)) {
      const value = statistics.get(column, row);
      if (value === null || value === "exact" || value === "") continue;
      const known = TERMS.includes(column);
      const pair = make("div");
      pair.append(make("dt", say(`field.${column}`)),
        make("dd", known ? term(column, value) : value, known ? {} : { lang: "zh-Hans" }));
      list.append(pair);
    }
    box.append(list);
  }
  for (const note of notes) if (row === null || !note[0].startsWith("mark.statistic")) box.append(make("p", said(note)));
};
redraw.push(() => { if (told && byId("detail").querySelector(":not(.hint)")) told(); });

/** Switches show and hide kinds of highlights on the sheet of paper. */
const switches = (form) => {
  const apply = () => form.querySelectorAll("[data-layer]").forEach((box) =>
    byId("paper")?.classList.toggle(`show-${box.dataset.layer}`, box.checked));
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  return apply;
};

const csvCell = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
/** The columns are those of `statistic_rows` in each language, with the file where there are several. */
const csvHead = () => [...(data.documents.length > 1 ? ["file"] : []), ...data.csv];
const csvLines = (rows) => [csvHead(), ...rows.map((row) => csvHead().map((column) =>
  (column === "file" ? data.documents[statistics.get("document", row)][NAME]
    : column === "title" ? titleOf(row) : statistics.get(column, row))))];
const csv = (rows) => csvLines(rows).map((line) => line.map(csvCell).join(",")).join("\n") + "\n";

/** The same rows as a table of HTML, which Excel, WPS and LibreOffice paste into cells; text stays text there, so that
 *  no code becomes a number and no item a formula. */
const NUMBERS = ["article", "value", "low", "high", "start", "end"];
const htmlTable = (rows) => {
  const table = make("table");
  csvLines(rows).forEach((line, at) => {
    const tr = make("tr");
    line.forEach((value, i) => {
      const cell = make(at ? "td" : "th", value ?? "");
      if (at && !NUMBERS.includes(csvHead()[i])) cell.setAttribute("x-text", "");
      tr.append(cell);
    });
    table.append(tr);
  });
  // Set as text: the page's own policy takes no style attributes.
  return `<meta charset="utf-8">${table.outerHTML.replaceAll('<td x-text="">', `<td style="mso-number-format:'\\@'">`)}`;
};
const MOST_CELLS = 1_000_000;
const copyButton = (button, rows) => button.addEventListener("click", async () => {
  const chosen = rows();
  const text = csv(chosen);
  // Beyond that a browser takes too long; the text is copied still.
  const html = chosen.length * csvHead().length <= MOST_CELLS ? htmlTable(chosen) : null;
  const fill = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    if (html !== null) event.clipboardData.setData("text/html", html);
  };
  // The newer way, navigator.clipboard.write, strips the styles that keep text text.
  document.addEventListener("copy", fill, { once: true });
  let done = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  if (!done) done = await navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;
  button.textContent = done ? say("copied", chosen.length.toLocaleString("en")) : say("copy.failed");
  setTimeout(() => { button.textContent = say("copy"); }, 2000);
});

const rowRank = (columns, column) => {
  let rank = null;
  return (row) => {
    rank ??= ranks(columns, column);
    const at = columns.columns[column].rows[row];
    return columns.columns[column].values[at] === null ? NaN : rank[at];
  };
};
/** How wide the longest value is, in digits, two commas or points for one: cut off it would be read as another one. */
const longest = () => {
  let most = 6;
  for (let row = 0; row < statistics.length && most < 26; row++) {
    const value = saidValue(row);
    if (value.length > most) most = Math.max(most, value.length - (value.match(/[,.]/g)?.length ?? 0) / 2);
  }
  return Math.min(most, 26);
};
const COLUMN = {
  item: { head: "head.item", cell: (row) => statistics.get("item", row) ?? statistics.get("text", row), lang: true,
    key: rowRank(statistics, "item") },
  value: { head: "head.value", cell: saidValue, key: valueOf, number: true, width: longest },
  unit: { head: "head.unit", cell: (row) => statistics.get("unit", row), lang: true, key: rowRank(statistics, "unit") },
  period: { head: "head.period", cell: (row) => statistics.get("period", row), lang: true,
    key: rowRank(statistics, "period") },
  place: { head: "head.place", cell: (row) => statistics.get("place", row), lang: true, key: rowRank(statistics, "place") },
  status: { head: "head.status", cell: (row) => term("status", statistics.get("status", row)), key: rowRank(statistics, "status") },
};
const noSubmit = () => document.querySelectorAll("form.filters").forEach((form) =>
  form.addEventListener("submit", (event) => event.preventDefault()));
