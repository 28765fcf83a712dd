"""Which names are found in an article, what they are linked to, and what is refused."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pycountry
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from clippings.enrich import entities
from clippings.enrich.entities import annotate, authority, gazetteer, name_index, spacy_ner, word_lists
from clippings.enrich.entities.entity_tables import Mention
from clippings.enrich.entities.spelling import ONE_FOR_ONE, fold, key
from clippings.schema.columns import ENTITY_ID, RULE
from clippings.schema.names_and_dates import Entities, EntityNames, Mentions
from clippings.suggest import draft_entities

GOLD = yaml.safe_load((Path(__file__).parents[1] / "gold" / "mention_sentences.yaml").read_text("utf-8"))
COLUMNS = ("title", "deck", "text", "author", "contributor", "source_name", "dateline_place", "translator")


@cache
def known() -> name_index.Names:
    return name_index.build((*authority.read(GOLD["entities"]), *gazetteer.entities()))


def read(text: str, **fields: str | None) -> list[Mention]:
    return annotate.read({"article_id": "a" * 16, "text": text, **fields}, known(), word_lists.load())


def named(mentions: Iterable[Mention]) -> list[list[str]]:
    return [[mention.text, mention.type, mention.name] for mention in mentions]


def frame(*rows: dict[str, str | None]) -> pl.DataFrame:
    schema = {"article_id": pl.String, **dict.fromkeys((*COLUMNS, "language"), pl.String)}
    return pl.DataFrame([{"article_id": f"{n:016x}", **row} for n, row in enumerate(rows)], schema=schema)


@pytest.mark.parametrize("sentence", GOLD["sentences"], ids=lambda sentence: sentence["text"][:60])
def test_a_sentence_names_what_it_names(sentence: dict[str, Any]) -> None:
    assert named(read(sentence["text"])) == sentence["mentions"]


# ---------------------------------------------------------------- the article as a whole


def test_a_title_is_explained_by_the_text_below_it() -> None:
    mentions = read("The skipper Orrin Vell came. Vell rowed.", title="Vell Wants New Pier")
    assert [(m.field, m.text, m.name) for m in mentions if m.type == "PERSON"] == [
        ("title", "Vell", "Orrin Vell"),
        ("text", "Orrin Vell", "Orrin Vell"),
        ("text", "Vell", "Orrin Vell"),
    ]


def test_a_surname_in_the_text_is_nobody_before_its_full_name() -> None:
    assert [m.text for m in read("Osmani rowed. Later Karim Osmani came.")] == ["Karim Osmani"]


def test_every_word_of_a_headline_is_capitalised_and_names_nobody() -> None:
    assert read("", title="Orrin Vell Says Torrey Ferry Workers Want Longer Pier") == []


def test_credited_persons_are_persons_by_definition() -> None:
    mentions = read(
        "The pier.", author="Orrin Vell; TILDA RASK", contributor="Jonas Tollak", translator="Brant Harbour Council"
    )
    assert [(m.field, m.text, m.type, m.name, m.is_curated) for m in mentions] == [
        ("author", "Orrin Vell", "PERSON", "Orrin Vell", False),
        ("author", "TILDA RASK", "PERSON", "Tilda Rask", False),
        ("contributor", "Jonas Tollak", "PERSON", "Jonas Tollak", False),
        ("translator", "Brant Harbour Council", "ORG", "Brant Harbour Council", True),
    ]


@pytest.mark.parametrize("introduced", [" (HWU)", ", known as the HWU,", ", also known as HWU,"])
def test_an_acronym_that_a_name_is_known_as_is_of_that_name(introduced: str) -> None:
    mentions = read(f"The Harbour Workers Union{introduced} met on Monday. The HWU has two thousand members.")
    assert {mention.name for mention in mentions if mention.text == "HWU"} == {"Harbour Workers Union"}


def test_a_credited_outlet_or_place_counts_once() -> None:
    credited = {"source_name": "The Torrey Tide", "dateline_place": "OSLO, Norway"}
    assert [(m.field, m.text, m.entity_id) for m in read("Rain.", **credited)][1:] == [
        ("dateline_place", "OSLO", "oslo"),
        ("dateline_place", "Norway", "norway"),
    ]
    assert {m.field for m in read("OSLO, Norway. The Torrey Tide has it.", **credited)} == {"text"}


def test_a_byline_and_a_mention_of_one_name_are_one_person() -> None:
    mentions = read("A letter by Karim Osmani.", author="Karim Osmani")
    assert len({m.entity_id for m in mentions}) == 1


def test_spellings_of_one_unknown_transliterated_name_are_one_person_in_all_articles() -> None:
    item, other = read("We met Karim al-Sabbagh."), read("We met Kareem Sabbaq.")
    assert item[0].entity_id == other[0].entity_id
    assert item[0].name != other[0].name


def test_a_single_name_is_a_person_of_its_article_alone() -> None:
    ids = {
        annotate.read({"article_id": c * 16, "text": "Mr. Tollak rowed."}, known(), word_lists.load())[0].entity_id
        for c in "ab"
    }
    assert len(ids) == 2


def test_a_known_person_keeps_the_id_with_initials_and_middle_names() -> None:
    assert {m.entity_id for m in read("Robert M. Piers, Robert Orrin Piers and Mr. Piers are one.")} == {"robert-piers"}


# ---------------------------------------------------------------- the frames


def test_the_tables_conform_and_agree_with_each_other() -> None:
    mentions = entities.find(
        frame({"title": "Norway", "text": "Norway’s skipper Orrin Vell met Iraqi sailors."}, {"text": "Orrin Vell"})
    )
    result, named_as = entities.summarise(entities.count(mentions))
    Mentions.validate(mentions.select(Mentions.columns().keys()), cast=True)
    Entities.validate(result)
    EntityNames.validate(named_as)
    assert set(result["entity_id"]) == set(mentions["entity_id"]) == set(named_as["entity_id"])
    norway = result.filter(entity_id="norway").row(0, named=True)
    assert (norway["mention_count"], norway["article_count"], norway["is_curated"]) == (2, 1, True)
    assert ("norway", "نروژ", "fa", "alias") in named_as.rows()


def test_an_empty_frame_gives_empty_tables() -> None:
    mentions = entities.find(frame())
    assert [table.height for table in (mentions, *entities.summarise(entities.count(mentions)))] == [0, 0, 0]


def test_counts_of_parts_add_up_to_those_of_all() -> None:
    texts = (
        "Capt. Orrin Vell rowed. Vell slept in Norway.",
        "Norwegian skipper Vell.",
        "Capt. Orrin Vell of NORWAY met Vell.",
    )
    mentions = entities.find(frame(*({"text": text} for text in texts)))
    of_articles = [entities.count(rows) for rows in mentions.partition_by("article_id", maintain_order=True)]
    assert len(of_articles) == len(texts)
    for ours, theirs in zip(
        entities.summarise(pl.concat(of_articles)), entities.summarise(entities.count(mentions)), strict=True
    ):
        assert_frame_equal(ours, theirs)
    assert entities.summarise(pl.concat(of_articles))[0].filter(entity_id="norway")["article_count"].item() == 2


def test_spellings_that_no_list_has_are_kept_as_seen() -> None:
    _, named_as = entities.summarise(
        entities.count(entities.find(frame({"text": "Capt. Orrin Vell rowed. Vell slept."})))
    )
    assert sorted(named_as.select("name", "kind").rows()) == [("Orrin Vell", "preferred"), ("Vell", "seen")]


def test_candidates_are_the_unknown_entities_the_most_frequent_first_with_a_sentence() -> None:
    articles = frame(
        {"text": "Norway. Captain Orrin Vell rowed far. Vell slept."},
        {"text": "We met Captain Orrin Vell and Jonas Tollak. They left."},
    )
    mentions = entities.find(articles)
    rows = draft_entities.uncurated(mentions, entities.summarise(entities.count(mentions))[0], articles, 30)
    assert rows["name"].to_list() == ["Orrin Vell", "Jonas Tollak"]
    assert rows["sentence"][0] == "Captain Orrin Vell rowed far."


def test_an_article_is_read_alike_whatever_is_beside_it() -> None:
    rows = [{"text": sentence["text"], "title": "Norway"} for sentence in GOLD["sentences"]]
    together = entities.find(frame(*rows), with_model=False)
    apart = [entities.find(frame(*rows).slice(n, 1), with_model=False) for n in reversed(range(len(rows)))]
    assert together.equals(pl.concat(apart).sort("article_id", "field", "start"))


# ---------------------------------------------------------------- the authority file


def entry(**fields: Any) -> dict[str, Any]:
    return {"id": "example-pier", "type": "FAC", "name": "Example Pier", **fields}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([entry(id="Example Pier")], "lower-case letters, digits and hyphens"),
        ([entry(type="BOAT")], "unknown type 'BOAT'; use one of PERSON"),
        ([entry(name="")], "`name` is missing"),
        ([entry(colour="red")], "unknown key 'colour'"),
        ([entry(wikidata="123")], "write it like Q123"),
        ([entry(spelling="phonetic")], "unknown spelling 'phonetic'"),
        ([entry(gender="it")], "unknown gender 'it'"),
        ([entry(aliases=["Pier"])], "lists by language"),
        ([entry(aliases={"english": ["Pier"]})], "not an ISO 639-1 code"),
        ([entry(aliases={"en": [12]})], "put it in quotes"),
        ([entry(aliases={"en": [{"text": "Pier", "need": "full"}]})], "unknown key 'need'"),
        ([entry(aliases={"en": [{"text": "Pier", "needs": "luck"}]})], "unknown condition 'luck'"),
        ([entry(aliases={"en": [{"text": "Pier", "needs": "country"}]})], "add the country's id"),
        ([entry(), entry(name="Other Pier")], "id 'example-pier' occurs twice"),
        ([entry(), entry(id="other-pier")], "is a name of both 'example-pier' and 'other-pier'"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_refused_with_its_id_and_what_to_do(
    entries: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(authority.AuthorityError, match=r"entities\.yaml") as refused:
        authority.read(entries)
    assert message in str(refused.value)


def test_names_with_a_condition_may_be_shared() -> None:
    shared = {"en": [{"text": "Pier", "needs": "full"}]}
    assert len(authority.read([entry(aliases=shared), entry(id="other", name="Other", aliases=shared)])) == 2


def test_the_authority_files_are_read() -> None:
    assert authority.curated()
    assert name_index.load().entities["iraq"].type == "GPE"


def test_a_curated_entry_with_the_id_of_a_place_is_merged_with_it() -> None:
    norway = authority.read(
        [entry(id="norway", type="GPE", name="Norway", note="A note.", aliases={"en": ["The Fjords"]})]
    )
    result = name_index.build((*norway, *gazetteer.entities())).entities["norway"]
    assert result.note == "A note."
    assert {"The Fjords", "Kingdom of Norway", "نروژ"} <= {alias.text for alias in result.aliases}


# ---------------------------------------------------------------- spelling


@pytest.mark.parametrize(
    "spellings",
    [
        "Sayyadin Saiyadeen Sayyadein",
        "Mohammad Mohammed Muhammad Mohamed",
        "Khalil Khaleel Khalyl",
        "Qassem Kasem Qasim Ghasem",
        "Nouri Nuri Noori",
    ],
)
def test_spellings_of_one_word_share_a_key(spellings: str) -> None:
    assert len({key(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize("pair", ["Hassan Hossein", "Said Sayyid", "Khalil Halil", "Karim Kamir", "Salman Suleiman"])
def test_different_words_have_different_keys(pair: str) -> None:
    assert len({key(word) for word in pair.split()}) == 2


# ---------------------------------------------------------------- the statistical recogniser


def test_nothing_is_imported_where_no_model_is_installed(monkeypatch) -> None:
    monkeypatch.setattr(spacy_ner, "find_spec", lambda name: None)
    spacy_ner.installed.cache_clear()
    try:
        assert (entities.is_available(), entities.recogniser()) == (False, None)
        assert spacy_ner.read(["Orrin Vell rowed."]) == [[]]
        assert entities.find(frame({"text": "Norway"})).height == 1
    finally:
        spacy_ner.installed.cache_clear()


def test_guesses_fill_gaps_and_never_override() -> None:
    text = "Yrsa Dahl met the BHC at Skarvet in Norway. Dahl and the Lysholm Foundation paid; The Mr. Rask left."
    labels = {
        "Yrsa Dahl": "PERSON",
        "BHC": "PERSON",
        "Skarvet": "GPE",
        "Norway": "ORG",
        "Foundation paid": "ORG",
        "Monday": "DATE",
    }
    guesses = [
        (text.index(name), text.index(name) + len(name), label) for name, label in labels.items() if name in text
    ]
    mentions = annotate.read({"text": text}, known(), word_lists.load(), {"text": guesses})
    assert [(m.text, m.type, m.rule.partition(".")[0], m.name) for m in mentions] == [
        ("Yrsa Dahl", "PERSON", "model", "Yrsa Dahl"),
        ("BHC", "ORG", "curated", "Brant Harbour Council"),
        ("Skarvet", "GPE", "model", "Skarvet"),
        ("Norway", "GPE", "library", "Norway"),
        ("Dahl", "PERSON", "link", "Yrsa Dahl"),
        ("Lysholm Foundation", "ORG", "organisation", "Lysholm Foundation"),
        ("Rask", "PERSON", "person", "Rask"),
    ]


@pytest.mark.parametrize(
    "noise", ["The", "the", "Mr", "Mayor", "Foundation", "Monday", "Tarn , Sund", "Tarn (Sund", "of the"]
)
def test_noise_among_the_guesses_is_dropped(noise: str) -> None:
    text = f"We saw {noise} there."
    assert (
        annotate.read({"text": text}, known(), word_lists.load(), {"text": [(7, 7 + len(noise), "ORG")]}) == []
        or noise == "Lights and"
    )


# ---------------------------------------------------------------- what holds for any text

WRITTEN = """Norway|Norway’s|Brant Harbour Council|BHC|(BHC)|Sayyadeen-e-Bahr|sayyadeen|Latif Zamani|Zamani|Mr. |Gen. |al-Bahri|Al|-e-|U.P.
|said|Ministry of |Association of |the | of | and |, |. |\n| – |Camp |province|government|Foundation|Union|war|İstanbul|ǅep|ß|ﬁ|\u200f|e| |U. P.
|\u0301|\x00|نروژ|Åse|𝔄|'s|’|(|http://norway.example/BHC|@BHC|Jordan|Page|told |president |U.S.|Kim Jong-un|O'Brien|  """
PIECES = st.sampled_from(WRITTEN.split("|"))
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries(dict.fromkeys(COLUMNS, st.one_of(st.none(), TEXTS))))
def test_spans_are_verbatim_apart_and_the_same_again(row: dict[str, str | None]) -> None:
    mentions = annotate.read({"article_id": "a" * 16, **row}, known(), word_lists.load())
    assert mentions == annotate.read({"article_id": "a" * 16, **row}, known(), word_lists.load())
    for mention in mentions:
        assert (row[mention.field] or "")[mention.start : mention.end] == mention.text != ""
        assert 0 <= mention.score <= 1
    for field in COLUMNS:
        spans = sorted((m.start, m.end) for m in mentions if m.field == field)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    if mentions:
        ids, rules = pl.Series([m.entity_id for m in mentions]), pl.Series([m.rule for m in mentions])
        assert ids.str.contains(ENTITY_ID).all()
        assert rules.str.contains(RULE).all()


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert not set(fold(text)) & set(ONE_FOR_ONE)


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "A-",
        "Aa ",
        "A.",
        "Ministry of ",
        "Mr. ",
        "al-A ",
        "x",
        "U.P.",
        "Jonas Tollak, ",
        "Norway province ",
        "(BHC",
    ],
)
def test_a_huge_line_is_read_in_a_time_that_grows_with_its_length(unit: str) -> None:
    for mention in read(unit * (200_000 // len(unit))):
        assert mention.end > mention.start


def test_every_code_of_the_list_of_provinces_is_a_province() -> None:
    codes = gazetteer.supplement()["province_names"]
    assert [code for code in codes if pycountry.subdivisions.get(code=code) is None] == []
