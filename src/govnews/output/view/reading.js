"use strict";
// The reading view: from a highlight to its row and back, filters, the chart.

{
  let back = null;
  const all = Array.from({ length: statistics.length }, (_, row) => row);
  let shown = all;

  const here = (mark) => {
    document.querySelectorAll("mark.here").forEach((old) => old.classList.remove("here"));
    mark?.classList.add("here");
  };
  const toMark = (key, from) => {
    const mark = byId(key);
    if (!mark) return;
    back = from;
    mark.closest("details")?.setAttribute("open", "");
    if (!mark.hasAttribute("tabindex")) mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    here(mark);
    mark.scrollIntoView({ block: "center" });
    // Articles get their true height when they come near: what was in the middle may have moved.
    requestAnimationFrame(() => mark.scrollIntoView({ block: "center" }));
  };
  const rowOf = (mark) => {
    const key = mark.dataset.key?.split(" ").find((one) => one[0] === "s");
    return key ? Number(key.slice(1)) : null;
  };
  const tell = (mark) => {
    const number = mark.dataset.key?.split(" ").find((one) => one[0] === "n");
    detail(rowOf(mark), [...notesOf(mark), ...(number ? why(places.get(Number(number.slice(1)))) : [])]);
  };

  const table = new LongTable(byId("rows"), [COLUMN.item, COLUMN.value, COLUMN.unit, COLUMN.period, COLUMN.status],
    (row) => { detail(row, []); toMark(`s${row}`, () => table.focus(row)); });

  const toRow = (mark) => {
    const row = rowOf(mark);
    tell(mark);
    here(mark);
    if (row === null) return;
    if (!table.focus(row)) {
      // The row is filtered out.
      ["find", "unit", "article"].forEach((id) => { byId(id).value = ""; });
      filter();
      table.focus(row);
    }
    back = () => toMark(`s${row}`, null);
  };

  const paper = byId("paper");
  paper.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark) { byId("detail").classList.remove("told"); return; }
    tell(mark);
    here(mark);
    const row = rowOf(mark);
    if (row !== null) { table.current = row; table.render(); }
  });
  paper.addEventListener("dblclick", (event) => {
    const mark = event.target.closest("mark.s");
    if (mark) toRow(mark);
  });
  paper.addEventListener("focusin", (event) => { if (event.target.matches("mark")) tell(event.target); });
  paper.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("mark")) {
      event.preventDefault();
      toRow(event.target);
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    byId("detail").classList.remove("told");
    if (!back) return;
    const go = back;
    back = null;
    go();
  });

  // --- filters

  options(byId("unit"), counted(statistics, "unit", all).map(([unit, count]) => [unit, `${unit} (${count})`]));
  const articles = () => options(byId("article"), data.documents[0][TITLES].map((title, i) =>
    [i, `${i + 1}. ${title ?? say("article.untitled", ["article_kind.story"])}`]));
  const filter = () => {
    const [find, unit, article] = ["find", "unit", "article"].map((id) => byId(id).value);
    const wanted = find.trim().toLowerCase();
    shown = all.filter((row) =>
      (!unit || statistics.get("unit", row) === unit) &&
      (article === "" || statistics.get("article", row) === Number(article)) &&
      (!wanted || ["item", "action", "text", "period"].some((c) =>
        (statistics.get(c, row) ?? "").toLowerCase().includes(wanted))));
    table.show([...shown]);
    count();
    chart();
  };
  const count = () => {
    byId("count").textContent = shown.length === all.length ? `${all.length}` : say("count.of", shown.length, all.length);
  };
  ["find", "unit", "article"].forEach((id) => byId(id).addEventListener("input", () => filter()));

  // --- chart

  const chart = () => {
    const select = byId("chart-of");
    const units = counted(statistics, "unit", shown).filter(([, count]) => count >= 2);
    const periods = counted(statistics, "period", shown);
    const choices = [];
    if (units.length && counted(statistics, "unit", shown).length > 1) choices.push(["units", say("chart.units")]);
    if (periods.length > 1 && periods[0][1] > 1) choices.push(["periods", say("chart.periods")]);
    choices.push(...units.map(([unit]) => [`=${unit}`, say("chart.values", unit)]));
    byId("chart").hidden = !choices.length;
    if (!choices.length) return;
    options(select, choices);
    if (select.value[0] === "=") {
      const unit = select.value.slice(1);
      const rows = shown.filter((row) => statistics.get("unit", row) === unit && !Number.isNaN(valueOf(row)));
      rows.sort((a, b) => valueOf(b) - valueOf(a));
      bars(byId("bars"), rows.slice(0, 12).map((row) => {
        const period = statistics.get("period", row);
        const name = (statistics.get("item", row) ?? statistics.get("text", row)) + (period ? `（${period}）` : "");
        return [name, Math.abs(valueOf(row)), saidValue(row), () => {
          detail(row, []);
          toMark(`s${row}`, () => byId("chart-of").focus());
        }];
      }));
    } else {
      const [entries, column] = select.value === "units" ? [counted(statistics, "unit", shown), "unit"] : [periods, "period"];
      bars(byId("bars"), entries.slice(0, 12).map(([name, count]) => [name, count, count, () => {
        byId(column === "unit" ? "unit" : "find").value = name;
        filter();
      }]));
    }
  };
  byId("chart-of").addEventListener("input", chart);

  // --- numbers that are no statistics, checks

  const [KIND, RULE] = [2, 3];
  const places = new Map(data.numbers.map(([index], i) => [index, i]));
  /** Why a number is no statistic: what the rule says, or an example of it. */
  const why = (i) => {
    const rule = data.numbers[i][RULE].startsWith("unit:") ? "order-like" : data.numbers[i][RULE];
    if (`why.${rule}` in data.words) return [[`why.${rule}`]];
    return rule in data.reasons ? [["example", data.reasons[rule]]] : [];
  };
  const numbers = new LongTable(byId("number-rows"), [
    { head: "number", cell: (i) => data.numbers[i][1], lang: true, key: (i) => i },
    { head: "kind", cell: (i) => term("reading", data.numbers[i][KIND]), key: (i) => kinds.indexOf(data.numbers[i][KIND]) },
    { head: "in", cell: (i) => `…${data.numbers[i][4][0]}${data.numbers[i][1]}${data.numbers[i][4][1]}…`, lang: true, key: (i) => i },
    { head: "rule.head", cell: (i) => data.numbers[i][RULE], key: (i) => rules.indexOf(data.numbers[i][RULE]) },
  ], (i) => {
    const [index, text, kind, rule] = data.numbers[i];
    toMark(`n${index}`, () => numbers.focus(i));
    detail(null, [["reason", text, [`reading.${kind}`]], ["rule", rule], ...why(i)]);
  });
  const kinds = [...new Set(data.numbers.map((number) => number[KIND]))].sort();
  const rules = [...new Set(data.numbers.map((number) => number[RULE]))].sort();
  const ofKind = (kind) => data.numbers.filter((number) => number[KIND] === kind).length;
  const kindChoices = () => options(byId("kind"), kinds.map((kind) => [kind, `${term("reading", kind)} (${ofKind(kind)})`]));
  const showNumbers = () => {
    const kind = byId("kind").value;
    numbers.show(data.numbers.map((_, i) => i).filter((i) => !kind || data.numbers[i][KIND] === kind));
  };
  byId("kind").addEventListener("input", showNumbers);
  byId("numbers").addEventListener("toggle", showNumbers);
  byId("numbers").hidden = !data.numbers.length;
  byId("numbers-count").textContent = data.numbers.length;

  byId("checks").hidden = !data.checks.length;
  const checks = () => byId("check-list").replaceChildren(...data.checks.map(([kind, message, rows]) => {
    const item = make("li", `${term("check", kind)}: ${message} `);
    rows.forEach((row) => {
      const button = make("button", `${saidValue(row)} ${statistics.get("unit", row) ?? ""}`, { type: "button" });
      button.addEventListener("click", () => { detail(row, []); toMark(`s${row}`, () => button.focus()); });
      item.append(button, " ");
    });
    return item;
  }));

  switches(document.querySelector("form.legend"));
  copyButton(byId("copy"), () => table.order);
  noSubmit();
  articles();
  kindChoices();
  checks();
  filter();
  redraw.push(articles, kindChoices, checks, count, chart);
}
