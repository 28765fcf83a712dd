// About: what the archive is, how to read the page, where the data is.

function named(items) {
  return el("ul", { class: "plain" }, items.map((one) => el("li", {}, value(one.title || one.name || ""), one.path ? [" ", el("span", { class: "meta" }, value(one.path))] : null)));
}

/** A note without the marks of Markdown for emphasis. */
function plain(note) {
  return note.replace(/\*\*/g, "");
}

/** The view that describes the archive. */
async function viewAbout() {
  return {
    title: "About",
    content: [
      el("h1", {}, "About this archive"),
      el("p", { dir: "auto" }, shown(about.description ?? "")),
      el("p", {}, "The data records what the pages say and whom they credit. It does not state a claim of a page as fact and gives no score."),
      about.notes ? el("ul", {}, about.notes.map((note) => el("li", { dir: "auto" }, shown(plain(note))))) : null,
      about.sources && about.sources.length ? [el("h2", {}, "Sites the pages are of"), named(about.sources)] : null,
      el("h2", {}, "How to read this page"),
      el("ul", {},
        el("li", {}, "Articles: choose values at the side; several values of one kind are alternatives, different kinds must all hold."),
        el("li", {}, "Search: each word must begin a word of the title or text. Put words in double quotes to find them side by side. Letter case and accents do not count."),
        el("li", {}, "An article: choose a name, a date or a value to see the line of the saved page that it was read from, with its characters marked."),
        el("li", {}, "Saved pages: every line of a page, with what it was taken for. Nothing is left out."),
        el("li", {}, "Every view has an address of its own: copy it from the address bar to cite it."),
        el("li", {}, "Keys: / goes to the search field, Escape closes the evidence."),
      ),
      el("h2", {}, "Data"),
      el("p", {}, "The folder ", el("code", {}, "data"), " beside this page holds the same tables as Parquet and CSV. ", el("code", {}, "README.md"), " describes every column."),
      about.licenses ? [el("h2", {}, "Rights"), named(about.licenses)] : null,
      el("p", { class: "meta" }, joined(" · ", [about.version && `version ${about.version}`, about.edition, ...(about.contributors || []).map((one) => value(one.title))])),
    ],
  };
}
