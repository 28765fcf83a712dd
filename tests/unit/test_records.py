"""Records with named fields: tables, JSON of any service, front matter, codes of press databases and reference managers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clippings
from clippings.ingest import sniff
from clippings.ingest.formats import front_matter, labelled, records

FERRY = "The harbour board voted on Tuesday to keep the night ferry for one more winter, after a meeting of two hours."
SEALS = "Volunteers counted four hundred grey seals on the banks this weekend, the most since the count began in 1988."
EXPECTED = [
    ("Night ferry stays", "2014-11-12", "Ada Quill", FERRY),
    ("Seals counted", "2014-11-11", "Jon Marsh", SEALS),
]
ROWS = [
    {"title": "Night ferry stays", "date": "2014-11-12", "author": "Ada Quill", "text": FERRY},
    {"title": "Seals counted", "date": "2014-11-11", "author": "Jon Marsh", "text": SEALS},
]
NESTED = {
    "status": "ok",
    "response": {
        "results": [
            {
                "webTitle": row["title"],
                "webPublicationDate": f"{row['date']}T09:30:00Z",
                "fields": {"byline": row["author"], "body": f"<p>{row['text']}</p>"},
            }
            for row in ROWS
        ]
    },
}
NEWS = {
    "articles": [
        {
            "source": {"id": None, "name": "Sandby Courier"},
            "headline": {"main": row["title"]},
            "publishedAt": row["date"],
            "authors": [{"name": row["author"]}],
            "description": "A summary that is not the text.",
            "content": row["text"],
        }
        for row in ROWS
    ]
}
TABLE = "Titel;Datum;Autor;Text\n" + "".join(
    f'"{row["title"]}";{row["date"]};{row["author"]};"{row["text"]}"\n' for row in ROWS
)
CODES = "".join(
    f"HD      {row['title']}\nBY      By {row['author']}\nWC      20 words\nPD      {row['date']}\nSN      Sandby Courier\n"
    f"LA      English\n\nLP\n\n{row['text']}\n\nAN      Document {row['date']}\n\n"
    for row in ROWS
)
RULED = "".join(
    f"{'_' * 40}\n\n{row['title']}\n\nAuthor: {', '.join(reversed(row['author'].split()))}\n\n"
    f"Publication info: Sandby Courier ; Sandby [Sandby] {row['date']}: A.4.\n\nDocument link\n\nFull text: {row['text']}\n\n"
    f"Subject: Ferries; Islands\n\nPublication title: Sandby Courier\n\nPublication date: {row['date']}\n\nDocument type: News\n\n"
    for row in ROWS
)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        "\n".join(map(json.dumps, ROWS)),
        json.dumps(NESTED),
        json.dumps(NEWS),
        TABLE,
        TABLE.replace(";", "\t"),
        CODES,
        RULED,
    ],
    ids=["json", "json-lines", "json-nested", "json-news", "csv", "tsv", "codes", "ruled"],
)
def test_each_record_is_an_article(text: str) -> None:
    articles = clippings.extract(text)
    assert [(a.title, str(a.published_on), a.author, a.text) for a in articles] == EXPECTED


def test_a_reference_without_a_text_is_an_excerpt() -> None:
    text = f"TY  - NEWS\nTI  - Night ferry stays\nAU  - Quill, Ada\nDA  - 2014/11/12/\nAB  - {FERRY}\nER  - \n"
    (article,) = clippings.extract(text)
    assert (article.title, str(article.published_on), article.author, article.completeness) == (
        "Night ferry stays", "2014-11-12", "Ada Quill", "excerpt",
    )  # fmt: skip
    assert article.text == FERRY


def test_a_message_of_a_channel_has_no_title() -> None:
    message = {"id": 1, "date": "2014-11-12T09:30:00", "text": [{"type": "bold", "text": "Ferries. "}, FERRY]}
    (article,) = clippings.extract(json.dumps({"name": "Sandby", "messages": [message]}))
    assert (article.title, str(article.published_on), article.text) == (None, "2014-11-12", f"Ferries. {FERRY}")


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        (json.dumps({"messages": [{"date": "2014-11-12T09:00:00", "from": "Ada Quill", "text": [FERRY, {"text": "."}]}]}), "Ada Quill"),
        (json.dumps([{"timestamp": 1415782800, "data": [{"post": f"{FERRY}."}]}]), None),
    ],
)  # fmt: skip
def test_messages_and_posts_of_networks_are_read(text: str, byline: str | None) -> None:
    read = records.read_json(text)
    assert read is not None
    found = {block.hint: block.text for block in read.blocks}
    assert (found["body"], found.get("byline")) == (f"{FERRY}.", byline)
    assert not any("from" in note for note in read.passed_over)


def test_columns_named_in_another_language_are_read() -> None:
    table = (
        f"Überschrift;Veröffentlicht;Verfasserin;Ressort;Volltext\nFähre bleibt;12.11.2014;Ada Quill;Häfen;{FERRY}\n"
    )
    assert [(block.hint, block.text) for block in records.read(table).blocks] == [
        ("category", "Häfen"), ("title", "Fähre bleibt"), ("post_date", "12.11.2014"), ("byline", "Ada Quill"), ("body", FERRY),
    ]  # fmt: skip


def test_a_field_names_several_authors() -> None:
    table = f"tytul;tresc;autor;lead\nProm zostaje;{FERRY};Anna Wilk, Piotr Lis;Bez przerwy\n"
    (article,) = clippings.extract(table)
    assert (article.title, article.author, article.deck) == ("Prom zostaje", "Anna Wilk; Piotr Lis", "Bez przerwy")


def test_front_matter_gives_the_fields_and_markdown_the_text() -> None:
    text = (
        '---\ntitle: "Night ferry stays"\ndate: 2014-11-12\nauthor: Ada Quill\ncategories:\n  - Islands\n---\n\n'
        f"{FERRY}\n\n## Seals\n\n**Volunteers** of [the trust](https://quay.example) counted seals.\n"
        '\n{{< figure src="seal.jpg" >}}\n\n{% include player.html %}\n'
    )
    (article,) = clippings.extract(text)
    assert (article.title, str(article.published_on), article.author, article.category) == (
        "Night ferry stays", "2014-11-12", "Ada Quill", "Islands",
    )  # fmt: skip
    assert article.text == f"{FERRY}\n\nSeals\n\nVolunteers of the trust counted seals."


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("status", "draft", "drafts"),
        ("Status", "Draft", "drafts"),
        ("post_status", "pending", "drafts"),
        ("Post Status", "PRIVATE", "private posts"),
        ("STATUS", "Trash", "deleted posts"),
        ("Draft", "TRUE", "drafts"),
        ("published", "no", "drafts"),
        ("Post Password", "quay", "protected posts"),
    ],
)
def test_records_that_the_site_does_not_publish_are_counted_and_not_read(name: str, value: str, label: str) -> None:
    table = f'title,date,text,{name}\nSeals,2014-11-11,"{SEALS}",{value}\nNight ferry,2014-11-12,"{FERRY}",\n'
    from_json = records.read_json(json.dumps([ROWS[0], {**ROWS[1], name: value}]))
    assert from_json is not None
    for read in (records.read(table), from_json):
        assert [block.text for block in read.blocks if block.hint == "body"] == [FERRY]
        assert read.passed_over == [f"The site does not publish these entries, so they are not read: {label} 1."]


@pytest.mark.parametrize("field", [{"Status": "Publish"}, {"status": 200}, {"draft": False}, {"published": True}])
def test_records_that_the_site_publishes_are_read(field: dict[str, object]) -> None:
    read = records.read_json(json.dumps([{**field, **ROWS[0]}]))
    assert read is not None
    assert [block.text for block in read.blocks] == [*list(ROWS[0].values())[:3], FERRY]
    assert read.passed_over == []


@pytest.mark.parametrize(
    "fields",
    [
        "---\ntitle: Seals\ndate: 2014-11-11\ndraft: true\n---\n",
        "---\ntitle: Seals\npublished: False\n---\n",
        '+++\ntitle = "Seals"\ndate = 2014-11-11\ndraft = true\n+++\n',
    ],
)
def test_a_draft_with_front_matter_is_not_read(fields: str) -> None:
    assert sniff.of(fields + SEALS) == "text/markdown"
    assert front_matter.read(fields + SEALS).blocks == []


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: Seals\ndate: 2014-11-11\ndraft: true\n---\n{SEALS}\n",
        f'title,date,status,text\nSeals,2014-11-11,Draft,"{SEALS}"\n',
        json.dumps([{**ROWS[1], "status": "draft"}]),
        f"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item><title>Seals</title><description>{SEALS}</description>"
        "<wp:status>draft</wp:status></item></channel></rss>",
    ],
    ids=["front-matter", "table", "json", "export"],
)
def test_a_page_of_drafts_alone_has_no_text(text: str) -> None:
    tables = clippings.tables(text)
    assert tables["lines"]["text"].to_list() == [""]
    assert "passed_over" in tables["problems"]["code"].to_list()


def test_an_author_in_two_columns_and_categories_in_one() -> None:
    (article,) = clippings.extract(
        "Title,Date,Author First Name,Author Last Name,Categories,Content\n"
        f'Night ferry stays,2014-11-12,Ada,Quill,Islands|Ferries,"{FERRY}"\n'
    )
    assert (article.author, article.category) == ("Ada Quill", "Islands")


def test_an_author_as_a_plain_text_beside_a_content() -> None:
    (article,) = clippings.extract(
        json.dumps([{"title": "Seals", "date": "2014-11-11", "author": "Ada Quill", "content": SEALS}])
    )
    assert (article.author, article.text) == ("Ada Quill", SEALS)


def test_fields_that_are_not_read_are_named() -> None:
    read = records.read(f"id,title,date,text,mood\n7,Night ferry stays,2014-11-12,{FERRY.replace(',', '')},calm\n")
    assert read.passed_over == ["Fields that are not read: id, mood."]


def test_a_row_with_too_many_cells_is_a_problem() -> None:
    read = records.read(f'title,date,text\nNight ferry,2014-11-12,"{FERRY}"\nSeals,2014-11-11,"{SEALS}",4,5\n')
    assert read.problems == ["Row 3 has 5 cells, the table has 3 columns."]
    assert [block.text for block in read.blocks if block.hint == "body"] == [FERRY, SEALS]


@pytest.mark.parametrize(
    "text",
    [
        "Title, date and place\n\nThe board met in the customs hall, which is old.\n",
        "Title,text\n",
        "---\n\nThe board met in the old customs hall.\n\n---\n\nNobody came.\n",
        "---\na: &a [x, x]\ntitle: [*a, *a]\n---\n\nText.\n",
        f"In: the harbour\nRe: ferries\n\n{FERRY}\n",
    ],
)
def test_other_texts_are_not_records(text: str) -> None:
    assert sniff.of(text) == sniff.PLAIN


def test_markup_of_an_unknown_root_is_not_published_as_text() -> None:
    tables = clippings.extract("<story><head>Ferries</head><p>The board met.</p></story>")
    assert all("<p>" not in (article.text or "") for article in tables)


@given(st.text(alphabet='-:#\n\t ,;|"*[]()&a1ÄTITLEtitledtx{}', max_size=200))
def test_no_text_breaks_a_reader(text: str) -> None:
    for form in (records, front_matter, labelled):
        if form.begins(text):
            form.read(text)
    for opening in ("title,date,text\n", '---\ntitle: "a"\n---\n', "TI  - a\nAU  - b\nDA  - c\n"):
        for form in (records, front_matter, labelled):
            if form.begins(opening + text):
                form.read(opening + text)
    records.read_json(f'[{{"title": "a", "text": {json.dumps(text)}}}]')


def test_a_standfirst_beside_the_text_is_the_deck_and_labels_need_no_accents() -> None:
    record = {
        "titre": "Le lavoir",
        "chapo": "Douze bénévoles.",
        "date_publication": "2015-03-09",
        "Catégorie": "Vie",
        "texte": FERRY,
    }
    (article,) = clippings.extract(json.dumps([record]))
    assert (article.deck, str(article.published_on), article.category) == ("Douze bénévoles.", "2015-03-09", "Vie")
    (article,) = clippings.extract(json.dumps([{"titulo": "La feria", "fecha": "2015-03-09", "entradilla": FERRY}]))
    assert (article.text, article.completeness, article.deck) == (FERRY, "excerpt", None)


def test_a_list_of_articles_below_a_name_of_a_day_is_not_one_article() -> None:
    envelope = {
        "count": 2,
        "data": [{"tytuł": row["title"], "treść": row["text"], "kategoria": "Wyspy"} for row in ROWS],
    }
    articles = clippings.extract(json.dumps(envelope))
    assert [(article.title, article.category) for article in articles] == [(row["title"], "Wyspy") for row in ROWS]


def test_authors_in_a_table_of_their_own_are_those_of_posts() -> None:
    posts = [
        {"id": "1", "title": "Night ferry stays", "html": f"<p>{FERRY}</p>", "status": "published"},
        {"id": "2", "title": "Seals counted", "html": f"<p>{SEALS}</p>", "status": "published", "author_id": "b"},
    ]
    users = [{"id": "a", "name": "Ada Quill"}, {"id": "b", "name": "Jon Marsh"}]
    tables = {"posts": posts, "users": users, "posts_authors": [{"post_id": "1", "author_id": "a"}]}
    read = records.read_json(json.dumps({"db": [{"meta": {}, "data": tables}]}))
    assert read is not None
    assert [block.text for block in read.blocks if block.hint == "byline"] == ["Ada Quill", "Jon Marsh"]


@pytest.mark.parametrize(("state", "count"), [("published", 1), ("draft", 0), ("CA", 1)])
def test_a_state_of_a_post_is_not_a_part_of_a_country(state: str, count: int) -> None:
    record = {"title": "Night ferry stays", "date": "2014-11-12", "body": FERRY, "state": state}
    read = records.read_json(json.dumps([record]))
    assert read is not None
    assert len([block for block in read.blocks if block.hint == "title"]) == count


def extracted(text: str) -> list[tuple[str, str | None, str | None, str, str]]:
    """Return title, day, source, completeness and opening of the text of each article, by title."""
    return sorted(
        (a.title or "", a.published_on and str(a.published_on), a.source_name, a.completeness, (a.text or "")[:20])
        for a in clippings.extract(text.encode())
    )


def test_the_outlet_of_a_record_is_its_source_and_a_text_that_is_cut_an_excerpt():
    articles = [
        {
            "source": {"name": "Sandby Courier"},
            "title": f"{row['title']} - Sandby Courier",
            "publishedAt": f"{row['date']}T09:00:00Z",
            "content": f"{row['text'][:60]}… [+1212 chars]",
        }
        for row in ROWS
    ]
    assert extracted(json.dumps({"articles": articles})) == [
        (row["title"], row["date"], "Sandby Courier", "excerpt", row["text"][:20]) for row in ROWS
    ]
    tool = [{"title": ROWS[0]["title"], "date": "2014-11-12", "text": FERRY, "source": "web app"}]
    assert extracted(json.dumps(tool))[0][2] is None


def test_the_day_on_which_a_reader_saved_an_address_is_not_that_of_the_text():
    table = "URL,Title,Folder,Timestamp\n" + "".join(
        f"https://sandby.example/{n},{row['title']},Unread,1393900{n}00\n" for n, row in enumerate(ROWS)
    )
    assert [row[1] for row in extracted(table)] == [None, None]


def test_the_posts_of_a_network_have_the_day_that_its_archive_gives():
    tweets = [
        {"tweet": {"id_str": str(n), "created_at": f"{day} 10:00:00 +0000 2019", "full_text": row["text"]}}
        for n, (row, day) in enumerate(zip(ROWS, ("Mon Mar 04", "Sun Mar 03"), strict=True))
    ]
    result = extracted(f"window.YTD.tweets.part0 = {json.dumps(tweets)}")
    assert [(on, text) for _, on, _, _, text in result] == [("2019-03-03", SEALS[:20]), ("2019-03-04", FERRY[:20])]


def test_an_object_named_data_is_a_record_and_its_seconds_may_have_a_fraction():
    child = {"kind": "t3", "data": {"title": "Night ferry stays", "selftext": FERRY, "created_utc": 1399111200.0}}
    assert extracted(json.dumps([{"data": {"children": [child]}}]))[0][:2] == ("Night ferry stays", "2014-05-03")
