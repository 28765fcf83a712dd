// One article: its text with names, dates and shared passages marked, its values, and the evidence of each.

const FIELDS = [
  "title", "category", "published_on", "author", "contributor", "translator", "source_name", "source_url",
  "source_published_on", "dateline_place", "dateline_on", "deck", "comment_count", "url", "language", "completeness",
  "word_count", "site",
];

/** Everything the page knows of an article, or null. */
async function articleOf(id) {
  const row = rowOf(articles, "article_id", id);
  if (row === undefined) return null;
  const tables = await articleChunk(id);
  const details = tables.article_details.where("article_id", id)[0] || {};
  const of = (name) => tables[name].where("article_id", id);
  return {
    id, row, tables, of,
    get: (name) => articles.get(row, name) ?? details[name] ?? null,
    spans: [
      ...of("mentions").map((one) => ({ ...one, kind: "name" })),
      ...of("dates").map((one) => ({ ...one, kind: "date" })),
    ],
  };
}

function showing(article, what) {
  return href(`article/${article.id}`, { show: what });
}

function spanKey(span) {
  return `${span.kind}:${span.field}:${span.start}`;
}

/** `text` of a field in pieces: names and dates are links to their evidence, shared passages are underlined. */
function annotated(article, field, text, from = 0) {
  const length = ASTRAL.test(text) ? Array.from(text).length : text.length;
  const to = from + length;
  const inside = (one) => one.start < to && one.end > from;
  const spans = article.spans.filter((span) => span.field === field && inside(span));
  const passages = field === "text" ? article.of("passage_uses").filter(inside) : [];
  const cuts = new Set([0, length]);
  for (const one of [...spans, ...passages]) {
    cuts.add(Math.max(one.start - from, 0));
    cuts.add(Math.min(one.end - from, length));
  }
  const edges = [...cuts].sort((one, other) => one - other);
  const units = toUnits(text, edges);
  const pieces = [];
  for (let n = 0; n + 1 < edges.length; n += 1) {
    const piece = shown(text.slice(units[n], units[n + 1]));
    const holds = (one) => one.start - from <= edges[n] && one.end - from >= edges[n + 1];
    const span = spans.find(holds);
    let part = piece;
    if (span) {
      const label = span.kind === "date" ? span.value : `${entityName(span.entity_id)}: ${labels.entity_types[entities.get(rowOf(entities, "entity_id", span.entity_id), "type")]}`;
      part = el("a", { class: span.kind, href: showing(article, spanKey(span)), title: label, "data-at": span.start }, piece);
    }
    pieces.push(passages.some(holds) ? el("span", { class: "passage" }, part) : part);
  }
  return pieces;
}

function articleText(article) {
  const text = article.get("text");
  if (text === null) return el("p", { class: "none" }, "This edition has no texts. Places, dates and names are given by their position.");
  if (!text) return el("p", { class: "none" }, "The page holds no text of this article.");
  const paragraphs = [];
  let at = 0;
  for (const paragraph of text.split("\n\n")) {
    paragraphs.push(el("p", { dir: "auto" }, annotated(article, "text", paragraph, at)));
    at += (ASTRAL.test(paragraph) ? Array.from(paragraph).length : paragraph.length) + 2;
  }
  return el("div", { class: "text", lang: article.get("language") }, paragraphs);
}

function valuesTable(article) {
  const read = new Set(article.of("evidence").map((row) => row.field));
  const rows = FIELDS.filter((field) => article.get(field) !== null).map((field) => {
    const text = value(article.get(field));
    return [
      el("dt", { title: labels.columns[field] }, words(field)),
      el("dd", { "data-field": field }, read.has(field) ? link(showing(article, `value:${field}`), text) : text),
    ];
  });
  const candidates = article.of("evidence").filter((row) => row.field === "source_candidate");
  const named = candidates.map((row) => link(showing(article, "value:source_candidate"), value(row.value)));
  return el("dl", { class: "values" }, rows, named.length ? [el("dt", {}, "Outlets named in passing"), el("dd", {}, joined(", ", named))] : null);
}

function namesOf(article) {
  const byEntity = new Map();
  for (const span of article.spans.filter((one) => one.kind === "name")) {
    if (!byEntity.has(span.entity_id)) byEntity.set(span.entity_id, []);
    byEntity.get(span.entity_id).push(span);
  }
  return [...byEntity].sort((one, other) => other[1].length - one[1].length || (one[0] < other[0] ? -1 : 1));
}

function namesSection(article) {
  const names = namesOf(article);
  if (!names.length) return null;
  return el(
    "details",
    {},
    el("summary", {}, `${count(names.length, "name")} in this article`),
    el("ul", { class: "plain" }, names.map(([id, spans]) => el(
      "li",
      {},
      link(href(`entity/${id}`), value(entityName(id))),
      " ",
      joined(", ", spans.slice(0, 12).map((span) => link(showing(article, spanKey(span)), span.text === null ? `${span.field} ${span.start}` : value(span.text)))),
      spans.length > 12 ? `, and ${spans.length - 12} more` : "",
    ))),
  );
}

function datesSection(article) {
  const dates = article.spans.filter((span) => span.kind === "date");
  if (!dates.length) return null;
  return el(
    "details",
    {},
    el("summary", {}, `${count(dates.length, "date")} in this article`),
    table("Dates in this article", ["As found", "Value", "Days", "Type"], dates.map((date) => [
      link(showing(article, spanKey(date)), date.text === null ? `${date.field} ${date.start}` : value(date.text)),
      value(date.value),
      daysOf(date),
      date.type,
    ])),
  );
}

function daysOf(date) {
  if (!date.begin_on) return "";
  return date.begin_on === date.end_on ? date.begin_on : `${date.begin_on} to ${date.end_on}`;
}

function passagesSection(article) {
  const uses = article.of("passage_uses");
  if (!uses.length) return null;
  const item = (use) => {
    const others = article.tables.passage_others.where("passage_id", use.passage_id);
    const ids = others.map((one) => one.article_id).filter((id) => id !== article.id);
    const more = others[0].article_count - 1 - ids.length;
    const text = article.get("text");
    const words_ = text === null ? `Characters ${use.start} to ${use.end}` : ["“", value(codePoints(text, use.start, Math.min(use.start + 90, use.end))), "…”"];
    return el(
      "li",
      {},
      el("a", { href: showing(article, `passage:text:${use.start}`) }, words_),
      use.is_first ? " Earliest date here. " : " ",
      "Also in: ",
      joined(", ", ids.slice(0, 20).map(articleLink)),
      more > 0 ? `, and ${more} more` : "",
    );
  };
  return el("details", { open: true }, el("summary", {}, `${count(uses.length, "passage")} shared with other articles`), el("ul", { class: "plain" }, uses.map(item)));
}

function appearancesSection(article) {
  const appearances = article.of("appearances");
  const pairs = article.of("duplicates");
  return el(
    "details",
    { open: true },
    el("summary", {}, `Met on ${count(new Set(appearances.map((one) => one.page_id)).size, "page")}`),
    table("Appearances of this article", ["Page", "Lines", "Completeness", "Why it is this article"], appearances.map((one) => {
      const merge = pairs.find((pair) => pair.merged && pair.left_id === one.appearance_id);
      return [
        link(href(`page/${one.page_id}`, { line: one.line_start }), value(pathOf(one.page_id))),
        `${one.line_start} to ${one.line_end}`,
        one.completeness,
        merge ? `${labels.relations[merge.relation]} (similarity ${merge.similarity.toFixed(2)}, rule ${merge.rule})` : "its text is the one published",
      ];
    })),
    apartList(article, pairs),
  );
}

function apartList(article, pairs) {
  const apart = new Map(pairs.filter((pair) => !pair.merged).map((pair) => [pair.other_article_id, pair]));
  if (!apart.size) return null;
  return [
    el("h3", {}, "Kept apart"),
    el("ul", { class: "plain" }, [...apart].map(([id, pair]) => el("li", {}, articleLink(id), ` ${labels.relations[pair.relation]} (similarity ${pair.similarity.toFixed(2)}, containment ${pair.containment.toFixed(2)})`))),
  ];
}

/** What `?show=` names: heading, facts, places. */
function evidenceOf(article, what) {
  const [kind, field, start] = what.split(":");
  if (kind === "value") {
    const rows = article.of("evidence").filter((row) => row.field === field);
    if (!rows.length) return null;
    const facts = [
      ["Value", joined(", ", [...new Set(rows.map((row) => row.value))].filter((one) => one !== null).map((one) => value(one)))],
      ["As found", joined(", ", [...new Set(rows.map((row) => row.raw))].filter((one) => one !== null).map((one) => value(one)))],
      ["Rule", joined(", ", [...new Set(rows.map((row) => row.rule))])],
      ["What it is", labels.columns[field] || null],
    ];
    return { heading: words(field), facts, places: rows };
  }
  const at = Number.parseInt(start, 10);
  if (kind === "passage") {
    const use = article.of("passage_uses").find((one) => one.start === at);
    if (!use) return null;
    const ids = article.tables.passage_others.where("passage_id", use.passage_id).map((one) => one.article_id).filter((id) => id !== article.id);
    return { heading: "Shared passage", facts: [["Also in", joined(", ", ids.map(articleLink))]], places: placesOf(article.tables, article.id, "text", use.start, use.end) };
  }
  const span = article.spans.find((one) => spanKey(one) === what);
  if (!span) return null;
  const places = placesOf(article.tables, article.id, span.field, span.start, span.end);
  return kind === "date" ? dateEvidence(span, places) : nameEvidence(span, places);
}

function dateEvidence(date, places) {
  const facts = [
    ["As found", date.text === null ? null : value(date.text)],
    ["Value (TIMEX3)", value(date.mod ? `${date.value} ${date.mod}` : date.value)],
    ["Type", date.type],
    ["Days", daysOf(date) || null],
    ["Seen from", date.anchor_on],
    ["Rule", date.rule],
  ];
  return { heading: "Date", facts, places };
}

function nameEvidence(mention, places) {
  const entity = entities.row(rowOf(entities, "entity_id", mention.entity_id));
  const facts = [
    ["Name", link(href(`entity/${entity.entity_id}`), value(entity.name ?? entity.entity_id))],
    ["As found", mention.text === null ? null : value(mention.text)],
    ["Type", labels.entity_types[entity.type]],
    ["Articles", link(href("articles", { entity: entity.entity_id }), count(entity.article_count, "article"))],
    ["Listed", entity.is_curated ? "in the authority file" : "no: found by its form"],
    ["Rule", mention.rule],
  ];
  return { heading: "Name", facts, places };
}

/** Mark the links that lead to the address `address`. */
function selectLinks(address) {
  for (const one of document.querySelectorAll("article a")) if (one.getAttribute("href") === address) one.classList.add("selected");
}

/** The view of one article. */
async function viewArticle(parameters, isStale, id) {
  const article = await articleOf(id);
  if (!article) return missing(`No article has the id ${id}.`);
  const what = parameters.get("show");
  const found = what && evidenceOf(article, what);
  const panel = found ? await evidencePanel(found.heading, found.facts, found.places, href(`article/${id}`)) : null;
  const title = article.get("title");
  const deck = article.get("deck");
  return {
    title: title || "Article",
    focus: panel ? "panel-heading" : null,
    keepsScroll: `article/${id}`,
    after: () => what && selectLinks(showing(article, what)),
    content: el(
      "div",
      { class: panel ? "article with-panel" : "article" },
      el(
        "article",
        {},
        el("p", { class: "meta" }, meta(article.row)),
        el("h1", { dir: "auto", lang: article.get("language") }, title ? annotated(article, "title", title) : titleOf(article.row)),
        deck ? el("p", { class: "deck", dir: "auto" }, annotated(article, "deck", deck)) : null,
        articleText(article),
        el("p", { class: "key" }, "In the text: ", el("span", { class: "name" }, "a name"), ", ", el("span", { class: "date" }, "a date"), ", ", el("span", { class: "passage" }, "words shared with another article"), ". Choose one to see the line it was read from."),
        el("h2", {}, "What was read from the page"),
        valuesTable(article),
        passagesSection(article),
        appearancesSection(article),
        namesSection(article),
        datesSection(article),
        el("p", { class: "permalink" }, "Id of this article: ", link(href(`article/${id}`), el("code", {}, id))),
      ),
      panel,
    ),
  };
}
