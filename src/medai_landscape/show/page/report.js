"use strict";
// Everything on the page is made from the one JSON text above, through textContent only.
const page = JSON.parse(document.getElementById("data").textContent);
const state = { lang: page.lang, tables: {} };
const FIRST = 20;
const STEP = 200;

const t = (key) => page.strings[state.lang][key] ?? key;
const fill = (key, values) => t(key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const codeName = (field, code) => page.codes[field]?.[code]?.[state.lang === "zh" ? 1 : 0] || code.replaceAll("_", " ");
const figure = (value) => new Intl.NumberFormat(state.lang === "zh" ? "zh-CN" : "en").format(value);

function el(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// ---- values -------------------------------------------------------------
function money(amount) {
  const unit = { CNY: [1e8, 1e4], default: [1e6, 1] }[amount.currency] || [1e6, 1];
  const show = (text) => {
    const value = Number(text);
    if (state.lang === "zh") return value >= 1e8 ? `${figure(value / 1e8)}亿` : value >= 1e4 ? `${figure(value / 1e4)}万` : figure(value);
    return value >= 1e9 ? `${figure(value / 1e9)} bn` : value >= 1e6 ? `${figure(value / 1e6)} m` : figure(value);
  };
  const currency = amount.currency ? ` ${amount.currency}` : "";
  const about = amount.approximate ? `${t("about_sign")} ` : "";
  if (amount.low !== null && amount.low === amount.high) return about + show(amount.low) + currency;
  if (amount.high === null && amount.low === null) return t("unknown");
  if (amount.high === null) return `${about}${amount.low_closed ? "≥" : ">"} ${show(amount.low)}${currency}`;
  if (amount.low === null) return `${about}${amount.high_closed ? "≤" : "<"} ${show(amount.high)}${currency}`;
  return `${about}${show(amount.low)} – ${amount.high_closed ? "" : "<"}${show(amount.high)}${currency}`;
}

function ages(age) {
  const low = age.min === null ? "" : `${age.min_inclusive ? "≥" : ">"} ${age.min}`;
  const high = age.max === null ? "" : `${age.max_inclusive ? "≤" : "<"} ${age.max}`;
  return `${[low, high].filter(Boolean).join(", ")} ${t("years")}`;
}

const tags = (items, kind) => el("span", { class: "tags" }, ...items.map((item) => el("span", { class: `tag ${kind || ""}` }, item)));

// Words that only the other language has are marked, so that they are read aloud as what they are.
function inItsLanguage(text) {
  const lang = /\p{Script=Han}/u.test(text) ? "zh" : "en";
  return lang === state.lang ? document.createTextNode(text) : el("span", { lang: lang === "zh" ? "zh-CN" : "en" }, text);
}

function shown(value, column) {
  if (value === null || value === undefined || (Array.isArray(value) && !value.length))
    return el("span", { class: "unknown" }, t(column.empty || "not_stated"));
  switch (column.kind) {
    case "codes": return tags(value.map((code) => codeName(column.field || column.key, code)));
    case "code": return document.createTextNode(codeName(column.field || column.key, value));
    case "outcome": return tags([codeName("outcome", value)], value);
    case "list": return document.createTextNode(value.join(state.lang === "zh" ? "、" : "; "));
    case "yesno": return document.createTextNode(t(value ? "yes" : "no"));
    case "amount": return document.createTextNode(money(value));
    case "age": return document.createTextNode(ages(value));
    case "limits": return document.createTextNode(value.map((x) => `${codeName("measure", x[0])} ${x[1]} ${x[2]} ${x[3]}`).join("; "));
    case "number": return document.createTextNode(figure(value));
    case "records": return numberOf(figure(value[1].length), value[0], value[1]);
    case "both": return inItsLanguage((state.lang === "zh" ? value[1] || value[0] : value[0] || value[1]) || "");
    default: return document.createTextNode(String(value));
  }
}

const unread = new Set(["sources", "unverified"]);
const plain = (value, column) => shown(value, column).textContent;

// ---- records behind a number ---------------------------------------------
function cells(table, index) {
  const { columns, rows } = page.tables[table];
  return Object.fromEntries(columns.map((column, i) => [column.key, rows[index][i]]));
}

function numberOf(text, table, indexes) {
  if (!indexes || !indexes.length) return el("span", {}, text);
  const label = `${text}: ${fill("show_records", { n: figure(indexes.length) })}`;
  return el("button", { type: "button", class: "number", "aria-label": label, onclick: () => showRecords(table, indexes) }, text);
}

function sourceLine(id) {
  const source = page.sources[id];
  const parts = [source.publisher, source.title, source.locator, source.published].filter(Boolean).join(" · ");
  const safe = /^https?:\/\//.test(source.url || "");
  return el("li", {},
    safe ? el("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, parts) : parts,
    source.verified ? null : el("span", { class: "unknown" }, ` (${t("source_unread")})`));
}

function recordCard(table, index) {
  const record = cells(table, index);
  const list = el("dl", {});
  for (const column of page.tables[table].columns) {
    if (["sources", "unverified"].includes(column.key) || record[column.key] === null) continue;
    list.append(el("dt", {}, t(`column_${column.key}`)), el("dd", {}, shown(record[column.key], column)));
  }
  if (record.unverified?.length)
    list.append(el("dt", {}, t("column_unverified")), el("dd", {}, record.unverified.map((name) => t(`column_${name}`).replace("column_", "")).join(", ")));
  list.append(el("dt", {}, t("column_sources")), el("dd", {}, el("ul", {}, ...(record.sources || []).map(sourceLine))));
  const title = page.tables[table].columns.find((column) => column.title);
  return el("article", { class: "record" }, el("h3", {}, plain(record[title.key], title)), list);
}

function showRecords(table, indexes) {
  const dialog = document.getElementById("records");
  document.getElementById("records-title").textContent = `${t(`table_${table}`)} (${figure(indexes.length)})`;
  document.getElementById("close").textContent = t("close");
  const body = document.getElementById("records-body");
  body.replaceChildren();
  let from = 0;
  const more = el("button", { type: "button", class: "more", onclick: () => add() });
  const add = () => {
    for (const index of indexes.slice(from, from + 25)) more.before(recordCard(table, index));
    from += 25;
    more.textContent = fill("show_more", { n: figure(Math.max(0, indexes.length - from)) });
    more.hidden = from >= indexes.length;
  };
  body.append(more);
  add();
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

// ---- charts ----------------------------------------------------------------
function barRow(row, chart, most) {
  const top = row.high ?? row.value ?? row.low ?? 0;
  const width = most ? Math.max(top ? 1 : 0, (70 * top) / most) : 0;
  const isRange = row.low !== undefined;
  const low = isRange && top ? `${(100 * row.low) / top}%` : "0%";
  const text = row.text ? row.text[state.lang === "zh" ? 1 : 0] : figure(row.value);
  const bar = el("span", { class: `fill${isRange ? " range" : ""}${row.open ? " open" : ""}`, "aria-hidden": "true" });
  bar.style.width = `${width}%`;
  bar.style.setProperty("--low", low);
  const label = chart.field ? codeName(chart.field, row.label) : row.label;
  return el("tr", {}, el("th", { scope: "row", title: label }, label),
    el("td", {}, el("div", { class: "track" }, bar, numberOf(text, chart.table, row.records))));
}

function bars(chart) {
  const most = Math.max(0, ...chart.rows.map((row) => row.high ?? row.value ?? row.low ?? 0));
  return el("table", { class: "bars" }, el("tbody", {}, ...chart.rows.map((row) => barRow(row, chart, most))));
}

function heat(chart) {
  const most = Math.max(1, ...chart.cells.map((cell) => cell.records.length));
  const at = new Map(chart.cells.map((cell) => [`${cell.row}|${cell.column}`, cell]));
  const head = el("tr", {}, el("td", {}), ...chart.columns.map((code) => el("th", { scope: "col" }, codeName(chart.column_field, code))));
  const body = chart.rows.map((row) => el("tr", {}, el("th", { scope: "row" }, codeName(chart.row_field, row)),
    ...chart.columns.map((column) => {
      const cell = at.get(`${row}|${column}`);
      if (!cell) return el("td", {});
      const node = el("td", { class: "some" }, numberOf(figure(cell.records.length), chart.table, cell.records));
      node.style.setProperty("--share", `${Math.round(10 + (35 * cell.records.length) / most)}%`);
      return node;
    })));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t(`chart_${chart.key}`) },
    el("table", { class: "heat" }, el("thead", {}, head), el("tbody", {}, ...body)));
}

function chartFigure(chart) {
  const note = chart.note ? el("p", { class: "note" }, fill(`note_${chart.note.key}`, chart.note)) : null;
  return el("figure", { class: chart.kind === "heat" ? "wide" : "" }, el("figcaption", {}, [t(`chart_${chart.key}`), chart.suffix].filter(Boolean).join(" · ")), chart.kind === "heat" ? heat(chart) : bars(chart), note);
}

// ---- tables ------------------------------------------------------------------
function listing(name) {
  const { columns, rows } = page.tables[name];
  const view = (state.tables[name] ??= { filter: "", sort: null, down: false, many: FIRST });
  const visible = columns.map((column, i) => [column, i]).filter(([column]) => !column.hidden);
  const texts = rows.map((row) => columns.map((column, i) => (row[i] === null || unread.has(column.key) ? "" : plain(row[i], column))).join(" ").toLowerCase());
  const output = el("output", { "aria-live": "polite" });
  const body = el("tbody", {});
  const heads = visible.map(([column, i]) => el("th", { scope: "col" }, el("button", { type: "button", onclick: () => {
    view.down = view.sort === i ? !view.down : false;
    view.sort = i;
    draw();
  } }, t(`column_${column.key}`))));
  const more = el("button", { type: "button", class: "more", onclick: () => { view.many += STEP; draw(); } });
  const key = (row, i) => {
    const value = row[i];
    if (value === null || (Array.isArray(value) && !value.length)) return null;
    if (columns[i].kind === "amount") return Number(value.low ?? value.high ?? 0);
    return typeof value === "number" ? value : columns[i].kind === "date" ? String(value) : plain(value, columns[i]);
  };
  const order = new Intl.Collator(state.lang === "zh" ? "zh-CN" : "en", { numeric: true }).compare;
  function draw() {
    const words = view.filter.toLowerCase().split(/\s+/).filter(Boolean);
    let found = rows.map((_, i) => i).filter((i) => words.every((word) => texts[i].includes(word)));
    if (view.sort !== null) {
      const keys = new Map(found.map((i) => [i, key(rows[i], view.sort)]));
      found.sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        if (x === null || y === null) return (x === null) - (y === null);
        return (typeof x === "number" && typeof y === "number" ? x - y : order(String(x), String(y))) * (view.down ? -1 : 1);
      });
    }
    heads.forEach((head, h) => {
      const sorted = visible[h][1] === view.sort;
      head.setAttribute("aria-sort", sorted ? (view.down ? "descending" : "ascending") : "none");
      head.firstChild.textContent = t(`column_${visible[h][0].key}`) + (sorted ? (view.down ? " ↓" : " ↑") : "");
    });
    output.textContent = fill("rows_shown", { n: figure(found.length), all: figure(rows.length) });
    body.replaceChildren(...found.slice(0, view.many).map((index) => tableRow(name, visible, rows[index], index)));
    more.hidden = found.length <= view.many;
    more.textContent = fill("show_more", { n: figure(Math.max(0, found.length - view.many)) });
  }
  let timer;
  const input = el("input", { type: "search", value: view.filter, oninput: () => {
    clearTimeout(timer);
    timer = setTimeout(() => { view.filter = input.value; view.many = FIRST; draw(); }, 80);
  } });
  draw();
  return el("div", { id: `table-${name}` },
    el("div", { class: "controls" }, el("label", {}, `${t("filter")} `, input), output),
    el("div", { class: "scroll cards", tabindex: "0", role: "region", "aria-label": t(`table_${name}`) },
      el("table", { class: "rows" }, el("thead", {}, el("tr", {}, ...heads)), body)), more);
}

function tableRow(name, visible, row, index) {
  const unverified = new Set(cells(name, index).unverified || []);
  return el("tr", {}, ...visible.map(([column, i]) => {
    const cell = shown(row[i], column);
    const content = column.title ? numberOf(cell.textContent, name, [index]) : cell;
    if (cell.lang) content.lang = cell.lang;
    const doubtful = unverified.has(column.key) && row[i] !== null;
    return el("td", { class: column.title ? "title" : column.kind === "date" ? "date" : ["number", "amount", "records"].includes(column.kind) ? "figure" : "", "data-label": t(`column_${column.key}`) },
      doubtful ? el("span", { class: "unverified", title: t("column_unverified") }, content) : content);
  }));
}

// ---- the page ------------------------------------------------------------------
function sectionNode(section) {
  const node = el("section", { id: section.key, "aria-labelledby": `h-${section.key}` }, el("h2", { id: `h-${section.key}` }, t(`section_${section.key}`)));
  const said = t(`lead_${section.key}`);
  if (said !== `lead_${section.key}`) node.append(el("p", { class: "note" }, said));
  if (section.figures) node.append(el("ul", { class: "figures" }, ...section.figures.map((item) =>
    el("li", {}, numberOf(figure(item.records.length), item.table, item.records), el("span", {}, t(`figure_${item.key}`))))));
  if (section.charts?.length) node.append(el("div", { class: "charts" }, ...section.charts.map(chartFigure)));
  for (const note of section.notes || []) node.append(el("p", { class: "note" }, fill(`note_${note.key}`, note)));
  if (section.table) node.append(listing(section.table));
  return node;
}

function draw() {
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = page.title || t("title");
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = node.dataset.t === "title" ? document.title : t(node.dataset.t);
  document.getElementById("lead").textContent = fill("lead", page.meta);
  document.getElementById("language").textContent = t("other_language");
  document.getElementById("language").lang = state.lang === "zh" ? "en" : "zh-CN";
  document.getElementById("theme").textContent = t("theme");
  document.getElementById("contents").setAttribute("aria-label", t("contents"));
  document.getElementById("contents").replaceChildren(el("ul", {}, ...page.sections.map((section) => el("li", {}, el("a", { href: `#${section.key}` }, t(`section_${section.key}`))))));
  document.getElementById("about").textContent = fill("about", page.meta);
  document.getElementById("main").replaceChildren(...page.sections.map(sectionNode));
}

document.getElementById("language").addEventListener("click", () => { state.lang = state.lang === "zh" ? "en" : "zh"; draw(); });
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
document.getElementById("close").addEventListener("click", () => document.getElementById("records").close());
document.getElementById("records").addEventListener("click", (event) => { if (event.target.id === "records") event.target.close(); });
draw();
