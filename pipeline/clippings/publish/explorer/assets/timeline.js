// The timeline: articles by month, or by year where there are many months, each bar divided by category.

const MOST_MONTHS = 84;
const MOST_CATEGORIES = 6;
const HEIGHT = 140;
const WIDEST = 1200;
const NARROWEST = 320;
const FOOT = 22;
const MARGIN = 34;
const LABEL_WIDTH = 60;

/** Every month or year between the first and the last of `periods`. */
function allPeriods(periods, isYearly) {
  const sorted = [...periods].sort();
  if (!sorted.length) return [];
  const found = [];
  let [year, month] = sorted[0].split("-").map(Number);
  for (let period = sorted[0]; period <= sorted[sorted.length - 1]; ) {
    found.push(period);
    month = isYearly || month === 12 ? 1 : month + 1;
    if (isYearly || month === 1) year += 1;
    period = isYearly ? String(year).padStart(4, "0") : `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  }
  return found;
}

/** Counts by period and category of the articles `rows`. */
function byPeriod(rows) {
  const months = rows.map((row) => articles.get(row, "published_on")).map((day) => day && day.slice(0, 7));
  const dated = [...new Set(months.filter(Boolean))];
  const isYearly = allPeriods(dated, false).length > MOST_MONTHS;
  const sizes = new Map();
  for (const row of rows) {
    const category = articles.get(row, "category") ?? NONE;
    sizes.set(category, (sizes.get(category) || 0) + 1);
  }
  const ordered = [...sizes].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).map(([name]) => name);
  const shownNames = ordered.length > MOST_CATEGORIES ? ordered.slice(0, MOST_CATEGORIES - 1) : ordered;
  const names = ordered.length > shownNames.length ? [...shownNames, "other categories"] : shownNames;
  const counts = new Map();
  rows.forEach((row, n) => {
    if (!months[n]) return;
    const period = isYearly ? months[n].slice(0, 4) : months[n];
    const category = articles.get(row, "category") ?? NONE;
    const at = shownNames.includes(category) ? shownNames.indexOf(category) : names.length - 1;
    if (!counts.has(period)) counts.set(period, new Array(names.length).fill(0));
    counts.get(period)[at] += 1;
  });
  return { periods: allPeriods(counts.keys(), isYearly), names, counts, isYearly, undated: months.filter((month) => !month).length };
}

function ticks(most) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000].find((one) => most / one <= 4) || most;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
}

function bars(data, state) {
  const { periods, names, counts, isYearly } = data;
  const most = Math.max(...periods.map((period) => (counts.get(period) || []).reduce((sum, n) => sum + n, 0)), 1);
  const width = Math.max(Math.min(main.clientWidth - 40, WIDEST), NARROWEST); // units are pixels, so letters keep their size
  const step = (width - MARGIN) / periods.length;
  const y = (number) => HEIGHT - (number / most) * (HEIGHT - 8);
  const chart = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT + FOOT}`, class: "timeline", role: "group", "aria-label": "Articles by time" });
  for (const tick of ticks(most)) {
    chart.append(
      svg("line", { x1: MARGIN, x2: width, y1: y(tick), y2: y(tick), class: "grid" }),
      svg("text", { x: MARGIN - 6, y: y(tick) + 4, "text-anchor": "end" }, NUMBER.format(tick)),
    );
  }
  const labelStep = Math.ceil(LABEL_WIDTH / (step * (isYearly ? 1 : 12)));
  periods.forEach((period, n) => {
    const x = MARGIN + n * step;
    const isYear = isYearly || period.endsWith("-01");
    const isLabelled = isYear ? Number(period.slice(0, 4)) % labelStep === 0 : n === 0 && 12 - Number(period.slice(5)) > LABEL_WIDTH / step;
    if (isLabelled) chart.append(svg("text", { x, y: HEIGHT + 16 }, isYear ? period.slice(0, 4) : period));
    const parts = counts.get(period);
    if (!parts) return;
    const total = parts.reduce((sum, one) => sum + one, 0);
    const label = `${period}: ${count(total, "article")}`;
    const bar = svg("a", { href: stateHref(state, { when: [period] }), "aria-label": label }, svg("title", {}, label));
    let base = 0;
    parts.forEach((part, at) => {
      if (!part) return;
      bar.append(svg("rect", { x, width: Math.max(step - 1.5, 1.5), y: y(base + part), height: y(base) - y(base + part), class: `series-${at}` }));
      base += part;
    });
    chart.append(bar);
  });
  return { chart, names };
}

/** The timeline of the articles `rows`, with its legend and the same as a table. */
function timeline(rows, state) {
  const data = byPeriod(rows);
  if (!data.periods.length) return rows.length ? el("p", { class: "none" }, "None of these articles has a date.") : null;
  const { chart, names } = bars(data, state);
  const undated = data.undated ? el("p", { class: "note" }, link(stateHref(state, { when: [NONE] }), count(data.undated, "article")), " without a date") : null;
  const filled = data.periods.filter((period) => data.counts.has(period));
  return el(
    "section",
    { class: "chart", "aria-label": "Timeline" },
    el("h2", {}, `Articles by ${data.isYearly ? "year" : "month"} and category`),
    chart,
    el("ul", { class: "legend" }, names.map((name, at) => el("li", {}, el("span", { class: `swatch series-${at}`, "aria-hidden": "true" }), value(name)))),
    undated,
    el(
      "details",
      {},
      el("summary", {}, "The same as a table"),
      table(
        "Articles by time and category",
        [data.isYearly ? "Year" : "Month", ...names.map((name) => value(name))],
        filled.map((period) => [period, ...data.counts.get(period).map((one) => NUMBER.format(one))]),
      ),
    ),
  );
}
