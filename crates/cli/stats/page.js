"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const byId = id => document.getElementById(id);
const number = value => value.toLocaleString("en-US");
const words = name => name.replaceAll("_", " ");
/** The name of a language, not an address: nothing is fetched from it. */
const SVG = ["http:", "", "www.w3.org", "2000", "svg"].join("/");

/** An element with attributes and children. Texts become text nodes, so that no sample is ever read as markup. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function drawn(name, attributes = {}, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// Light and dark: the system's choice until somebody chooses.
const preference = matchMedia("(prefers-color-scheme: dark)");
let chosen = null;
function applyScheme() {
  const scheme = chosen ?? (preference.matches ? "dark" : "light");
  document.documentElement.dataset.scheme = scheme;
  byId("scheme").textContent = scheme === "dark" ? "☀ Light" : "☾ Dark";
}
preference.addEventListener("change", applyScheme);
byId("scheme").addEventListener("click", () => {
  chosen = document.documentElement.dataset.scheme === "dark" ? "light" : "dark";
  applyScheme();
});
applyScheme();

byId("title").textContent = data.title;
const counted = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
byId("subtitle").textContent = [
  counted(data.rows, "row"), data.samples ? counted(data.samples, "sample") : null,
  data.languages ? counted(data.languages, "language") : null, `lintseq ${data.version}`,
].filter(Boolean).join(" · ");

const WIDTH = 330;

/** Horizontal bars, a name, a count and a share each: of their sum, or of the first, which holds the others. */
function names(bars, isFunnel) {
  const most = Math.max(...bars.map(bar => bar[1]), 1);
  const total = (isFunnel ? bars[0][1] : bars.reduce((sum, bar) => sum + bar[1], 0)) || 1;
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${bars.length * 34}`, role: "img" });
  bars.forEach(([name, count], at) => {
    const group = drawn("g", { transform: `translate(0 ${at * 34})` });
    group.append(
      drawn("title", {}, `${name}: ${number(count)}`),
      drawn("text", { x: 0, y: 12 }, name.length > 34 ? name.slice(0, 33) + "…" : name),
      drawn("text", { x: WIDTH, y: 12, "text-anchor": "end", class: "soft" },
        `${number(count)} · ${(100 * count / total).toFixed(1)} %`),
      drawn("rect", { x: 0, y: 18, width: WIDTH, height: 8, rx: 4, class: "track" }),
      drawn("rect", { x: 0, y: 18, width: Math.max(2, WIDTH * count / most), height: 8, rx: 4, class: "bar" }),
    );
    svg.append(group);
  });
  return svg;
}

/** Vertical bars over ranges of numbers. */
function histogram(bars) {
  const height = 120;
  const most = Math.max(...bars.map(bar => bar[1]), 1);
  const total = bars.reduce((sum, bar) => sum + bar[1], 0) || 1;
  const step = WIDTH / bars.length;
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${height + 34}`, role: "img" });
  const every = Math.ceil(bars.length * 26 / WIDTH);
  bars.forEach(([name, count], at) => {
    const tall = count ? Math.max(2, height * count / most) : 0;
    const group = drawn("g");
    group.append(
      drawn("title", {}, `${name}: ${number(count)} (${(100 * count / total).toFixed(1)} %)`),
      drawn("rect", { x: at * step, y: 0, width: step, height: height, fill: "transparent" }),
      drawn("rect", { x: at * step + 1.5, y: height - tall, width: Math.max(1, step - 3), height: tall, rx: 2, class: "bar" }),
    );
    if (at % every === 0) {
      group.append(drawn("text", { x: (at + .5) * step, y: height + 16, "text-anchor": "middle", class: "soft" }, short(name)));
    }
    svg.append(group);
  });
  svg.append(drawn("line", { x1: 0, y1: height, x2: WIDTH, y2: height, stroke: "currentColor", "stroke-opacity": .25 }));
  return svg;
}

/** Below a bar stands where its range begins. */
function short(range) {
  const first = Number(range.split("–")[0]);
  return first >= 1024 ? `${Math.round(first / 1024)}k` : String(first);
}

for (const plot of data.plots) {
  const figure = element("figure", { class: "plot", "data-plot": plot.id },
    element("h3", {}, plot.title), element("p", {}, plot.note));
  figure.append(plot.shape === "names" ? names(plot.bars, ["funnel", "filters"].includes(plot.id)) : histogram(plot.bars));
  byId("plots").append(figure);
}

/** A diff with a style for every row. */
function diff(text) {
  if (!text) return element("p", { class: "none" }, "Nothing.");
  const code = element("code");
  for (const row of text.replace(/\n$/, "").split("\n")) {
    const isHead = row.startsWith("@@") || row.startsWith("--- a/") || row.startsWith("+++ b/");
    const kind = isHead ? "head" : row.startsWith("+") ? "in" : row.startsWith("-") ? "out" : "";
    code.append(element("span", { class: `row ${kind}` }, row));
  }
  return element("pre", {}, code);
}

/** A text with line numbers, the cursor in it, and the linter's findings below their lines. */
function current(sample) {
  const code = element("code");
  const lines = sample.current.split("\n");
  const atEnd = sample.cursor && sample.cursor.line === lines.length - 1;
  if (lines.at(-1) === "" && !atEnd) lines.pop();
  lines.forEach((line, at) => {
    const row = element("span", { class: "row" }, element("span", { class: "number" }, String(at + 1)));
    if (sample.cursor?.line === at) {
      row.append(line.slice(0, sample.cursor.column), element("span", { class: "cursor" }), line.slice(sample.cursor.column));
    } else {
      row.append(line);
    }
    code.append(row);
    for (const found of sample.diagnostics.filter(found => found.line === at)) {
      code.append(element("span", { class: "row said" }, `${found.code} ${found.message}`));
    }
  });
  return element("pre", { id: "current" }, code);
}

let shown = [];
let position = 0;

/** Scrolls the list, and never the page, so that a button can be seen. */
function reveal(button) {
  const list = byId("list");
  const above = button.offsetTop - list.offsetTop;
  const below = above + button.offsetHeight - list.clientHeight;
  list.scrollTop = Math.min(above, Math.max(below, list.scrollTop));
}

function showSample(at) {
  position = at;
  const pane = byId("sample");
  pane.replaceChildren();
  for (const [number, button] of [...byId("list").querySelectorAll("button")].entries()) {
    button.setAttribute("aria-current", String(number === at));
    if (number === at) reveal(button);
  }
  if (!shown.length) {
    pane.append(element("p", { class: "none" }, "No sample fits these filters."));
    return;
  }
  const { sample, rejected_diff: rejected } = shown[at];
  const chips = element("div", { class: "chips" });
  const of = sample.provenance;
  for (const chip of [
    words(sample.kind), sample.no_edit_reason && words(sample.no_edit_reason),
    sample.jump && `to line ${sample.jump.line + 1} (${words(sample.jump.class)})`, words(sample.state),
    sample.parses === null ? null : sample.parses ? "parses" : "does not parse", sample.language, sample.license,
    sample.repo, of.step === null ? null : `step ${of.step}`, words(of.generator),
  ]) if (chip) chips.append(element("span", {}, chip));
  pane.append(element("h2", { style: "margin:0;overflow-wrap:anywhere" }, sample.path),
    element("p", {}, `${sample.id} · from ${of.source_id}`), chips);
  for (const instruction of [sample.instruction_lazy, sample.instruction_descriptive]) {
    if (instruction) pane.append(element("blockquote", {}, instruction));
  }
  if (sample.history.length) pane.append(element("h3", {}, `History: ${counted(sample.history.length, "edit")}`));
  sample.history.forEach((edit, number) => {
    const details = element("details", {}, element("summary", {}, `Edit ${number + 1}: ${edit.path}`), diff(edit.diff));
    details.open = number === sample.history.length - 1;
    pane.append(details);
  });
  pane.append(element("h3", {}, "Current text"), current(sample), element("h3", {}, "Next edit"));
  const next = diff(sample.target);
  next.id = "next";
  pane.append(next);
  if (rejected) pane.append(element("h3", {}, "Rejected, as a change of the current text"), diff(rejected));
}

function search() {
  const wanted = ["kind", "state", "language"].map(key => [key, byId(`by-${key}`).value]);
  const text = byId("by-text").value.toLowerCase();
  shown = data.examples.filter(({ sample }) =>
    wanted.every(([key, value]) => !value || sample[key] === value)
    && (!text || [sample.path, sample.current, sample.target, sample.provenance.source_id, sample.id]
      .some(part => part.toLowerCase().includes(text))));
  byId("found").textContent = `${number(shown.length)} of ${number(data.examples.length)}`;
  byId("list").replaceChildren(...shown.map(({ sample }, at) => {
    const detail = [words(sample.kind), words(sample.state), sample.language].join(" · ");
    const button = element("button", { type: "button" }, element("b", {}, sample.path), element("span", {}, detail));
    button.addEventListener("click", () => showSample(at));
    return element("li", {}, button);
  }));
  showSample(0);
}

if (data.examples.length) {
  byId("browser").hidden = false;
  for (const key of ["kind", "state", "language"]) {
    const values = [...new Set(data.examples.map(({ sample }) => sample[key]))].sort();
    const select = byId(`by-${key}`);
    select.append(element("option", { value: "" }, `Any ${key}`));
    for (const value of values) select.append(element("option", { value }, words(value)));
    select.addEventListener("change", search);
  }
  byId("by-text").addEventListener("input", search);
  byId("filters").addEventListener("submit", event => event.preventDefault());
  document.addEventListener("keydown", event => {
    if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" && position + 1 < shown.length) showSample(position + 1);
    if (event.key === "k" && position > 0) showSample(position - 1);
  });
  search();
}
