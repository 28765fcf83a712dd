// Problems: what a person should look at. The table is sorted, the worst first.

const PROBLEMS_SHOWN = 100;

function problemItem(problem) {
  const place = problem.page_id
    ? link(href(`page/${problem.page_id}`, { line: problem.line_no }), value(problem.path ?? problem.page_id), problem.line_no ? `, line ${problem.line_no}` : "")
    : problem.path === null ? null : value(problem.path);
  return el(
    "li",
    {},
    el("p", { dir: "auto" }, shown(problem.message ?? "The message is not in this edition.")),
    el("p", { class: "meta" }, joined(" · ", [place, problem.article_id && articleLink(problem.article_id)])),
  );
}

/** The view of the problems. */
async function viewProblems(parameters) {
  const { problems } = await chunk("shared");
  const code = parameters.get("code");
  const all = Array.from({ length: problems.rows }, (_, row) => problems.row(row));
  const sections = [...grouped(all, "code")].filter(([one]) => !code || one === code).map(([one, rows]) => el(
    "section",
    { class: `problem ${rows[0].severity}` },
    el("h2", {}, el("span", { class: "severity" }, words(rows[0].severity)), ` ${words(one)} (${NUMBER.format(rows.length)})`),
    el("p", {}, labels.problem_codes[one] || ""),
    el("p", {}, el("strong", {}, "What to do: "), rows[0].advice),
    el("ul", { class: "plain" }, rows.slice(0, code ? undefined : PROBLEMS_SHOWN).map(problemItem)),
    !code && rows.length > PROBLEMS_SHOWN ? el("p", {}, link(href("problems", { code: one }), `All ${NUMBER.format(rows.length)}`)) : null,
  ));
  return {
    title: "Problems",
    content: [
      el("h1", {}, "Problems"),
      el("p", {}, "What a person should look at, worst first: what could not be read, and what was read and may be wrong."),
      code ? el("p", {}, link(href("problems"), "All problems")) : null,
      sections.length ? sections : el("p", { class: "none" }, "No problem was recorded."),
    ],
  };
}
