// The first view: what the archive is, its timeline, facets, search, and the list of articles.

const PER_PAGE = 25;
const SORTS = { date: "newest first", oldest: "oldest first", title: "by title", words: "longest first" };

function stateOf(parameters) {
  const chosen = {};
  for (const facet of FACETS) {
    const values = parameters.getAll(facet.key);
    if (values.length) chosen[facet.key] = values;
  }
  const sort = parameters.get("sort");
  return {
    query: parameters.get("q") || "",
    chosen,
    sort: sort in SORTS ? sort : null,
    page: Math.max(Number.parseInt(parameters.get("page"), 10) || 1, 1),
  };
}

function sorted(rows, sort) {
  const text = (row, column) => articles.get(row, column) ?? "";
  const byText = (column) => (one, other) => (text(one, column) < text(other, column) ? -1 : text(one, column) > text(other, column) ? 1 : one - other);
  if (sort === "title") return rows.sort(byText("title"));
  if (sort === "words") return rows.sort((one, other) => articles.get(other, "word_count") - articles.get(one, "word_count") || one - other);
  const rising = rows.sort(byText("published_on"));
  if (sort !== "oldest") return rising.reverse();
  return [...rising.filter((row) => text(row, "published_on")), ...rising.filter((row) => !text(row, "published_on"))];
}

function searchForm(state) {
  const field = el("input", { type: "search", id: "query", name: "q", value: state.query, autocomplete: "off", dir: "auto" });
  const submit = (event) => {
    event.preventDefault();
    const address = stateHref({ ...state, query: field.value.trim() }, {});
    if (address === location.hash) show();
    else location.hash = address;
  };
  return el(
    "form",
    { class: "search", role: "search", onsubmit: submit },
    el("label", { for: "query" }, labels.has_texts ? "Search titles and texts" : "Search titles"),
    field,
    el("button", { type: "submit" }, "Search"),
  );
}

function figures() {
  const days = [];
  for (let row = 0; row < articles.rows; row += 1) {
    const day = articles.get(row, "published_on");
    if (day) days.push(day);
  }
  days.sort();
  return el(
    "section",
    { class: "intro", "aria-label": "The archive" },
    el("h1", { dir: "auto" }, shown(about.title)),
    el("p", { dir: "auto" }, shown(about.description ?? "")),
    el(
      "ul",
      { class: "figures" },
      [
        ["articles", articles.rows, "articles"],
        ["saved pages", pages.rows, "pages"],
        ["names", entities.rows, "entities"],
      ].map(([name, number, view]) => el("li", {}, link(href(view), el("strong", {}, NUMBER.format(number)), ` ${name}`))),
      days.length ? el("li", {}, el("strong", {}, `${days[0]} to ${days[days.length - 1]}`), " dates of the posts") : null,
    ),
  );
}

function chosenList(state) {
  const items = FACETS.flatMap((facet) =>
    (state.chosen[facet.key] || []).map((one) =>
      el(
        "li",
        {},
        link(
          stateHref(state, { [facet.key]: state.chosen[facet.key].filter((other) => other !== one) }),
          el("span", { class: "visually-hidden" }, "Remove "),
          `${facet.title}: `,
          value(facet.label && one !== NONE ? facet.label(one) : one),
          el("span", { "aria-hidden": "true" }, " ×"),
        ),
      ),
    ),
  );
  if (!items.length && !state.query) return null;
  return el("ul", { class: "chosen-list", "aria-label": "Chosen" }, items, el("li", {}, link(href("articles"), "Show all articles")));
}

function meta(row) {
  return joined(" · ", [
    articles.get(row, "published_on") ?? "no date",
    articles.get(row, "category") && value(articles.get(row, "category")),
    articles.get(row, "author") && ["by ", value(articles.get(row, "author"))],
    articles.get(row, "source_name") && ["source: ", value(articles.get(row, "source_name"))],
    articles.get(row, "completeness") !== "full" && articles.get(row, "completeness"),
    count(articles.get(row, "word_count"), "word"),
  ]);
}

/** An entry of the list; the words of a chunk beside the page follow when it is read. */
async function result(row, sought) {
  const id = articles.get(row, "article_id");
  const title = articles.get(row, "title");
  const words_ = el("p", { class: "snippet", dir: "auto", lang: articles.get(row, "language") });
  const addWords = async () => {
    const { article_details: details } = await articleChunk(id);
    const text = details.get(rowOf(details, "article_id", id), "text");
    if (text) words_.append(...snippet(text, sought));
  };
  if (index.chunks.inline) await addWords();
  else if (sought.length) addWords().catch(() => {});
  return el(
    "li",
    {},
    el("h3", { dir: "auto" }, link(href(`article/${id}`), title ? marked(title, sought.length ? hits(title, sought) : []) : titleOf(row))),
    el("p", { class: "meta" }, meta(row)),
    words_,
  );
}

function pager(total, state) {
  const last = Math.max(Math.ceil(total / PER_PAGE), 1);
  if (last === 1) return null;
  const to = (page, text) => (page >= 1 && page <= last ? link(stateHref(state, { page }), text) : el("span", { class: "none" }, text));
  return el("nav", { class: "pager", "aria-label": "Pages of results" }, to(state.page - 1, "Previous"), ` Page ${state.page} of ${NUMBER.format(last)} `, to(state.page + 1, "Next"));
}

/** The view of the article list. */
async function viewArticles(parameters, isStale) {
  const state = stateOf(parameters);
  const isStart = !state.query && !Object.keys(state.chosen).length && state.page === 1;
  const among = await search(state.query, isStale);
  const { found, counts } = faceted(among, state.chosen);
  const whenever = faceted(among, { ...state.chosen, when: [] }).found;
  const ordered = sorted([...found], state.sort);
  const sought = patterns(state.query);
  const shownRows = ordered.slice((state.page - 1) * PER_PAGE, state.page * PER_PAGE);
  const heading = `${count(found.length, "article")}${isStart ? "" : ` of ${NUMBER.format(articles.rows)}`}`;
  say(heading);
  const facetColumn = FACETS.filter((facet) => !facet.hidden).map((facet) => facetList(facet, counts.get(facet.key), state));
  return {
    title: state.query ? `Search: ${state.query}` : "Articles",
    keepsFocus: true,
    content: [
      isStart ? figures() : el("h1", {}, state.query ? ["Search: ", value(state.query)] : "Articles"),
      searchForm(state),
      chosenList(state),
      timeline(whenever, state),
      el(
        "div",
        { class: "columns" },
        el("details", { class: "facets", open: window.innerWidth > 760 }, el("summary", {}, "Narrow the list"), facetColumn),
        el(
          "section",
          { class: "results", "aria-labelledby": "results-heading" },
          el("h2", { id: "results-heading" }, heading),
          el("p", { class: "sorts" }, "Sorted: ", joined(" · ", Object.entries(SORTS).map(([key, name]) =>
            link(stateHref(state, { sort: key === "date" ? null : key }), (state.sort || "date") === key ? el("strong", {}, name) : name)))),
          el("ol", { class: "articles", start: (state.page - 1) * PER_PAGE + 1 }, await Promise.all(shownRows.map((row) => result(row, sought)))),
          pager(found.length, state),
        ),
      ),
    ],
  };
}
