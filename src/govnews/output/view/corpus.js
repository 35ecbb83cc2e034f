"use strict";
// The view of many documents: counts that filter, a chart over time, tables, and each document to read.

{
  const initiatives = new Columns(data.initiatives);
  const documents = data.documents;
  const monthOf = (d) => documents[d][PUBLISHED]?.slice(0, 7) ?? null;
  const dated = documents.map((_, d) => monthOf(d)).filter((m) => /^\d{4}-\d{2}$/.test(m ?? "")).sort();
  /** Every month from the first to the last, those without documents too; a wrong year must not make thousands. */
  const months = [];
  if (dated.length) {
    let [year, month] = dated[0].split("-").map(Number);
    const last = dated[dated.length - 1];
    while (months.at(-1) !== last && months.length < 1200) {
      months.push(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`);
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    }
  }
  const dayOf = (d) => documents[d][PUBLISHED]?.slice(0, 10) ?? null;
  const allStatistics = Array.from({ length: statistics.length }, (_, i) => i);
  const allInitiatives = Array.from({ length: initiatives.length }, (_, i) => i);
  const docOf = (row) => statistics.get("document", row);
  const docOfInitiative = (row) => initiatives.get("document", row);
  /** What filters; `""` stands for documents of which it is not known. */
  const chosen = { publication: null, month: null, unit: null, initiative: null };
  const titles = documents.map((d) => [d[NAME], ...d[TITLES]].filter(Boolean).join("\n").toLowerCase());
  /** The names without the folder that all documents lie in. */
  const folder = documents.reduce((common, [name]) => {
    while (!name.startsWith(common)) common = common.slice(0, common.slice(0, -1).lastIndexOf("/") + 1);
    return common;
  }, documents.length > 1 ? documents[0][NAME].slice(0, documents[0][NAME].lastIndexOf("/") + 1) : "");
  const names = documents.map(([name]) => name.slice(folder.length));
  const first = documents.map((d, i) => d[TITLES].find(Boolean) ?? names[i]);

  /** Rows of a column whose text holds what is looked for: each different value is looked at once. */
  const holding = (column, wanted) => {
    const { values, rows } = statistics.columns[column];
    const hits = values.map((value) => value !== null && value.toLowerCase().includes(wanted));
    return (row) => hits[rows[row]];
  };

  /** What a document says, as it is searched: taken from its page when it is first looked for. The page's own words
   *  (8 articles, newspaper page) are left out; every < and > in texts is escaped. */
  const texts = [];
  const textOf = (d) => (texts[d] ??= byId(`paper-${d}`).textContent
    .replace(/<header class="masthead">.*?<\/header>/s, "").replace(/<\w+[^<>]* data-say="[^<>]*>[^<]*/g, "")
    .replace(/<[^>]*>/g, "").toLowerCase());
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

  // --- what is shown

  let shownDocuments = [], shownStatistics = [], shownInitiatives = [];
  const filter = () => {
    const wanted = byId("find").value.trim().toLowerCase();
    const inItem = wanted ? holding("item", wanted) : () => true;
    const inText = wanted ? holding("text", wanted) : () => true;
    const withUnit = chosen.unit === null ? null
      : new Set(allStatistics.filter((row) => statistics.get("unit", row) === chosen.unit).map(docOf));
    const withInitiative = chosen.initiative === null ? null
      : new Set(allInitiatives.filter((row) => initiatives.get("name", row) === chosen.initiative).map(docOfInitiative));
    const titled = documents.map((_, d) => !wanted || titles[d].includes(wanted));
    const found = wanted ? new Set(allStatistics.filter((row) => inItem(row) || inText(row)).map(docOf)) : null;
    const escaped = wanted.replace(/[&<>"']/g, (character) => ENTITIES[character]);
    const passes = documents.map((document, d) =>
      (chosen.publication === null || (document[PUBLICATION] ?? "") === chosen.publication) &&
      (chosen.month === null || (monthOf(d) ?? "") === chosen.month) &&
      (!withUnit || withUnit.has(d)) && (!withInitiative || withInitiative.has(d)) &&
      (titled[d] || found.has(d) || textOf(d).includes(escaped)));
    shownDocuments = documents.map((_, d) => d).filter((d) => passes[d]);
    shownStatistics = allStatistics.filter((row) => passes[docOf(row)] &&
      (chosen.unit === null || statistics.get("unit", row) === chosen.unit) &&
      (titled[docOf(row)] || inItem(row) || inText(row)));
    shownInitiatives = allInitiatives.filter((row) => passes[docOfInitiative(row)] &&
      (chosen.initiative === null || initiatives.get("name", row) === chosen.initiative));
    documentTable.show([...shownDocuments]);
    statisticTable.show([...shownStatistics]);
    count();
    facets();
    chart();
  };

  const count = () => {
    byId("documents-count").textContent = shownDocuments.length.toLocaleString("en");
    byId("statistics-count").textContent = shownStatistics.length.toLocaleString("en");
    byId("count").textContent = shownDocuments.length === documents.length
      ? amount(documents.length, "document")
      : say("document.of", shownDocuments.length.toLocaleString("en"), documents.length.toLocaleString("en"));
  };

  const tally = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value ?? "", (counts.get(value ?? "") ?? 0) + 1);
    return [...counts].sort((a, b) => (a[0] === "") - (b[0] === "") || b[1] - a[1] || collator.compare(a[0], b[0]));
  };
  const facets = () => {
    const show = (list, key, entries) => {
      list.closest("section").hidden = !entries.length;
      const focused = list.contains(document.activeElement);
      bars(list, entries.map(([name, count]) => [name || say("missing"), name && count, count.toLocaleString("en"), () => {
        chosen[key] = chosen[key] === name ? null : name;
        filter();
      }, String(chosen[key] === name)]));
      if (focused) (list.querySelector("[aria-pressed=true]") ?? list.querySelector("button"))?.focus();
    };
    const MOST = 40;
    // What is chosen stays in sight, wherever it stands; so does how many there are of which nothing is known.
    const most = (entries) => entries.filter(([name], i) => i < MOST || name === "");
    show(byId("publications"), "publication", most(tally(shownDocuments.map((d) => documents[d][PUBLICATION]))));
    show(byId("months"), "month", tally(shownDocuments.map(monthOf)).sort((a, b) => (a[0] === "") - (b[0] === "") || (a[0] < b[0] ? -1 : 1)));
    show(byId("units"), "unit", counted(statistics, "unit", shownStatistics).slice(0, MOST));
    show(byId("initiatives"), "initiative", counted(initiatives, "name", shownInitiatives).slice(0, MOST));
  };

  // --- the chart

  let plot = null;
  const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4]];
  const chart = () => {
    const measure = byId("measure").value;
    const split = byId("split").value;
    const place = new Map(months.map((month, i) => [month, i]));
    const series = new Map();
    // Only what is counted can be split: units are those of statistics, initiatives those that are mentioned.
    const rows = split === "unit" || (measure === "statistics" && split !== "initiative")
      ? shownStatistics.map((row) => [docOf(row), statistics.get("unit", row)])
      : split === "initiative" || measure === "initiatives"
        ? shownInitiatives.map((row) => [docOfInitiative(row), initiatives.get("name", row)])
        : shownDocuments.map((d) => [d, null]);
    const seen = new Set();
    for (const [d, name] of rows) {
      const at = place.get(monthOf(d));
      const key = split === "" ? measure : split === "publication" ? documents[d][PUBLICATION] ?? "" : name;
      if (at === undefined || key === null) continue;
      // Documents by unit or initiative are counted once each.
      if (measure === "documents" && split !== "" && split !== "publication") {
        const once = `${d}\u0000${key}`;
        if (seen.has(once)) continue;
        seen.add(once);
      }
      if (!series.has(key)) series.set(key, new Array(months.length).fill(0));
      series.get(key)[at]++;
    }
    const total = (counts) => counts.reduce((a, b) => a + b, 0);
    const lines = [...series].sort((a, b) => total(b[1]) - total(a[1])).slice(0, 5)
      .sort((a, b) => (a[0] === "") - (b[0] === ""));
    byId("time").closest("section").hidden = !months.length;
    plot?.destroy();
    plot = null;
    byId("time").replaceChildren();
    const table = make("table");
    const head = make("tr");
    const heads = lines.map(([name]) => (split === "" ? say(`measure.${name}`) : name === "" ? say("missing") : name));
    [say("month"), ...heads].forEach((name) => head.append(make("th", name, { scope: "col" })));
    table.append(head, ...months.map((month, i) => {
      const row = make("tr");
      row.append(make("td", month), ...lines.map(([, counts]) => make("td", counts[i])));
      return row;
    }));
    byId("time-table").replaceChildren(table);
    byId("time").setAttribute("aria-label", say("chart.label", say(`measure.${measure}`)) +
      lines.map(([, counts], i) => `; ${visible(heads[i])}: ${total(counts)}`).join(""));
    if (!months.length || !lines.length) {
      byId("time").append(make("p", say("chart.nothing")));
      return;
    }
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const colours = ["p", "accent", "s", "i", "d"].map(colour);
    const axis = { stroke: colour("ink"), grid: { stroke: colour("rule"), width: 1 }, ticks: { stroke: colour("rule") } };
    plot = new uPlot({
      width: byId("time").clientWidth - 2, height: 260, scales: { x: { time: false, range: [-0.5, months.length - 0.5] } },
      cursor: { drag: { x: false, y: false } },
      axes: [{ ...axis, incrs: [1, 2, 3, 6, 12, 24, 60], space: 70, values: (_, at) => at.map((i) => months[i] ?? "") },
        { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5], size: 56 }],
      series: [{ label: say("month"), value: (_, i) => months[i] ?? "" }, ...lines.map((_, i) => ({
        label: visible(heads[i]), stroke: colours[i], width: 2, dash: DASHES[i], points: { show: true, size: 6 },
        ...(split === "" ? { paths: uPlot.paths.bars({ size: [0.7, 60] }), fill: colours[i], width: 0, points: { show: false } } : {}),
      }))],
    }, [months.map((_, i) => i), ...lines.map(([, counts]) => counts)], byId("time"));
  };
  ["measure", "split"].forEach((id) => byId(id).addEventListener("input", chart));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", chart);
  let resized = 0;
  addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(chart, 150); });

  // --- reading one document

  const reader = byId("reader");
  let back = () => {};
  const applySwitches = switches(reader.querySelector("form.legend"));
  let offsets = null;
  /** The number of a document's first statistic: its page counts from none. */
  const firstOf = (d) => {
    if (!offsets) {
      offsets = new Int32Array(documents.length + 1);
      for (const row of allStatistics) offsets[docOf(row) + 1]++;
      for (let i = 1; i < offsets.length; i++) offsets[i] += offsets[i - 1];
    }
    return offsets[d];
  };
  let reading = 0;
  const open = (d, row, from) => {
    reading = d;
    back = from;
    // Every character of this was escaped when the page was made; the page's policy lets no other script run.
    byId("sheet").innerHTML = byId(`paper-${d}`).textContent;
    translate(byId("sheet"));
    byId("reader-name").textContent = visible(names[d]);
    byId("reader-name").title = visible(documents[d][NAME]);
    applySwitches();
    reader.showModal();
    if (row === null) { reader.scrollTop = 0; return; }
    const mark = byId(`s${row - firstOf(d)}`);
    detail(row, []);
    mark?.scrollIntoView({ block: "center", behavior: "instant" });
    mark?.focus({ preventScroll: true });
    mark?.classList.add("here");
  };
  reader.addEventListener("close", () => { byId("sheet").replaceChildren(); back(); });
  const tell = (event) => {
    const mark = event.target.closest?.("mark");
    if (!mark) return;
    const key = mark.dataset.key?.split(" ").find((one) => one[0] === "s");
    detail(key ? firstOf(reading) + Number(key.slice(1)) : null, notesOf(mark));
  };
  byId("sheet").addEventListener("click", tell);
  byId("sheet").addEventListener("focusin", tell);

  // --- tables

  const rank = (values) => {
    const order = [...new Set(values)].filter((v) => v !== null).sort(collator.compare);
    const places = new Map(order.map((value, i) => [value, i]));
    return (i) => places.get(values[i]) ?? NaN;
  };
  const documentTable = new LongTable(byId("documents"), [
    { head: "document", cell: (d) => first[d], lang: true, key: rank(first) },
    { head: "publication", cell: (d) => documents[d][PUBLICATION], lang: true, key: rank(documents.map((d) => d[PUBLICATION])) },
    { head: "published", cell: dayOf, key: rank(documents.map((d) => d[PUBLISHED])) },
    { head: "articles", cell: (d) => documents[d][TITLES].length, number: true, key: (d) => documents[d][TITLES].length },
    { head: "statistics", cell: (d) => firstOf(d + 1) - firstOf(d), number: true, key: (d) => firstOf(d + 1) - firstOf(d) },
    { head: "file", cell: (d) => names[d], key: rank(names) },
  ], (d) => open(d, null, () => documentTable.focus(d)));
  const statisticTable = new LongTable(byId("rows"), [COLUMN.item, COLUMN.value, COLUMN.unit, COLUMN.period, COLUMN.place,
    COLUMN.status,
    { head: "document", cell: (row) => first[docOf(row)], lang: true, key: docOf },
    { head: "published", cell: (row) => dayOf(docOf(row)), key: ((by) => (row) => by(docOf(row)))(rank(documents.map((d) => d[PUBLISHED]))) },
  ], (row) => open(docOf(row), row, () => statisticTable.focus(row)));

  let typed = 0;
  byId("find").addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(filter, 120); });
  byId("clear").addEventListener("click", () => {
    Object.keys(chosen).forEach((key) => { chosen[key] = null; });
    byId("find").value = "";
    filter();
  });
  copyButton(byId("copy"), () => statisticTable.order);
  noSubmit();
  filter();
  redraw.push(count, facets, chart);
}
