// The saved pages, and each as a ledger: every line with its role, coloured by the group of its role.

const LINES_SHOWN = 1000;
const LINE_CUT = 3000;

const groupOf = new Map(labels.role_groups.flatMap((group) => group.roles.map((role) => [role, group])));
const OTHER_GROUP = { name: "unknown", title: "Other" };

/** The view of all pages. */
async function viewPages() {
  const rows = Array.from({ length: pages.rows }, (_, row) => row).sort((one, other) => (pages.get(one, "path") < pages.get(other, "path") ? -1 : 1));
  return {
    title: "Saved pages",
    content: [
      el("h1", {}, "Saved pages"),
      el("p", {}, "Each saved page is a table of lines. Open one to see every line and what it was taken for."),
      table("Saved pages", ["Page", "Kind", "Site", "Saved on", "Lines", "Articles"], rows.map((row) => [
        link(href(`page/${pages.get(row, "page_id")}`), value(pages.get(row, "path") ?? pages.get(row, "page_id"))),
        el("span", { title: labels.page_kinds[pages.get(row, "kind")] }, pages.get(row, "kind")),
        value(pages.get(row, "site")),
        pages.get(row, "captured_on") ?? "not known",
        NUMBER.format(pages.get(row, "line_count")),
        NUMBER.format(pages.get(row, "article_count")),
      ])),
    ],
  };
}

function ledgerLegend(id, counts, hidden) {
  const items = labels.role_groups.filter((group) => counts.has(group.name)).map((group) => {
    const isHidden = hidden.includes(group.name);
    const next = isHidden ? hidden.filter((name) => name !== group.name) : [...hidden, group.name];
    return el(
      "li",
      {},
      el(
        "a",
        { href: href(`page/${id}`, { hide: next }), class: `group ${group.name}`, "aria-label": `${group.title}: ${count(counts.get(group.name), "line")}. ${isHidden ? "Hidden: show them" : "Shown: hide them"}` },
        el("span", { class: "tick", "aria-hidden": "true" }, isHidden ? "☐" : "☑"),
        group.title,
        el("span", { class: "number" }, NUMBER.format(counts.get(group.name))),
      ),
    );
  });
  return el("ul", { class: "legend ledger-legend", "aria-label": "Roles of the lines" }, items);
}

/** The text of a line: marked where evidence asks for it, what was taken out of the article's text struck through. */
function lineText(text, place, removed, isWhole) {
  if (text === null) return el("span", { class: "none" }, "—");
  const ranges = place ? [[place.start, place.end, "mark", null]] : removed.map((one) => [one.start, one.end, "del", one.kind]);
  const units = toUnits(text, ranges.flatMap(([start, end]) => [start, end]));
  const to = isWhole ? text.length : Math.min(text.length, Math.max(LINE_CUT, ...units.map((unit) => unit + 200)));
  const parts = [];
  let at = 0;
  ranges.forEach(([, , tag, kind], n) => {
    const [start, end] = [units[2 * n], units[2 * n + 1]];
    if (start < at) return;
    parts.push(shown(text.slice(at, start)), el(tag, { title: kind && `taken out of the text: ${kind}` }, shown(text.slice(start, end))));
    at = end;
  });
  parts.push(shown(text.slice(at, to)));
  if (to < text.length) parts.push(` … ${NUMBER.format(text.length - to)} more characters`);
  return parts;
}

function ledgerRow(lines, row, context) {
  const number = lines.get(row, "line_no");
  const role = lines.get(row, "role");
  const group = groupOf.get(role) || OTHER_GROUP;
  const isRead = context.line === number;
  const place = isRead && context.end > context.start ? context : null;
  const starts = context.starts.get(number);
  return [
    starts ? el("tr", { class: "post" }, el("td", { colspan: 3 }, "Article: ", starts.map((id) => articleLink(id)))) : null,
    el(
      "tr",
      { class: `line ${group.name}${isRead ? " read" : ""}`, id: `line-${number}`, tabindex: isRead ? "-1" : null },
      el("td", { class: "number" }, link(href(`page/${context.id}`, { line: number }), String(number))),
      el("td", { class: "role", title: labels.roles[role] }, role.replace(/_/g, " ")),
      el("td", { class: "raw", dir: "auto" }, lineText(lines.get(row, "text"), place, context.removed.get(number) || [], isRead)),
    ),
  ];
}

function grouped(rows, key) {
  const found = new Map();
  for (const row of rows) {
    if (!found.has(row[key])) found.set(row[key], []);
    found.get(row[key]).push(row);
  }
  return found;
}

function ledgerParts(id, rows, context, hidden, lines) {
  const visible = rows.filter((row) => lines.get(row, "line_no") === context.line || !hidden.includes((groupOf.get(lines.get(row, "role")) || OTHER_GROUP).name));
  const wanted = visible.findIndex((row) => lines.get(row, "line_no") >= Math.max(context.line || 0, context.from));
  const part = Math.max(Math.floor(Math.max(wanted, 0) / LINES_SHOWN), 0);
  const shownRows = visible.slice(part * LINES_SHOWN, (part + 1) * LINES_SHOWN);
  const step = (to, text) => (visible[to * LINES_SHOWN] === undefined || to < 0 ? null : link(href(`page/${id}`, { hide: hidden, from: lines.get(visible[to * LINES_SHOWN], "line_no") }), text));
  const steps = visible.length > LINES_SHOWN ? el("p", { class: "pager" }, joined(" · ", [step(part - 1, "Earlier lines"), step(part + 1, "Later lines")])) : null;
  return [
    steps && steps.cloneNode(true),
    el(
      "table",
      { class: "ledger" },
      el("caption", { class: "visually-hidden" }, "Lines of the page"),
      el("thead", {}, el("tr", {}, ["Line", "Role", "Text"].map((cell) => el("th", { scope: "col" }, cell)))),
      el("tbody", {}, shownRows.map((row) => ledgerRow(lines, row, context))),
    ),
    steps,
  ];
}

/** The view of one page. */
async function viewPage(parameters, isStale, id) {
  const row = rowOf(pages, "page_id", id);
  if (row === undefined) return missing(`No page has the id ${id}.`);
  const { lines, removals, page_appearances: posts } = await pageChunk(id);
  const own = lines.by("page_id").get(id) || [];
  const integer = (name) => Number.parseInt(parameters.get(name), 10) || 0;
  const context = {
    id,
    line: integer("line"), start: integer("start"), end: integer("end"), from: integer("from"),
    removed: grouped(removals.where("page_id", id), "line_no"),
    starts: new Map([...grouped(posts.where("page_id", id), "line_start")].map(([line, held]) => [line, held.map((one) => one.article_id)])),
  };
  const counts = new Map();
  for (const line of own) {
    const group = (groupOf.get(lines.get(line, "role")) || OTHER_GROUP).name;
    counts.set(group, (counts.get(group) || 0) + 1);
  }
  const hidden = parameters.getAll("hide");
  const page = pages.row(row);
  const facts = [
    ["Kind", `${page.kind}: ${labels.page_kinds[page.kind]}`], ["Why", page.kind_reason], ["Saved from", page.url],
    ["Saved on", page.captured_on], ["Site", page.site], ["Form", `${page.media_type}, ${page.encoding}`], ["Id", page.page_id],
  ];
  return {
    title: `Page ${page.path ?? id}`,
    focus: context.line ? `line-${context.line}` : null,
    content: [
      el("h1", { dir: "auto" }, shown(page.path ?? id)),
      el("dl", { class: "values" }, facts.filter(([, fact]) => fact).map(([name, fact]) => [el("dt", {}, name), el("dd", {}, value(fact))])),
      el("h2", {}, `${count(own.length, "line")}, ${count(page.article_count, "post")}`),
      el("p", {}, "The colour shows the group of a line's role; the role is named beside it. Choose a group to hide or show its lines."),
      ledgerLegend(id, counts, hidden),
      ledgerParts(id, own, context, hidden, lines),
    ],
  };
}
