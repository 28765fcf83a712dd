"""Runs of words in several articles: found passages, their positions, and the first article with them."""

import datetime as dt
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clippings.common import repeated_numbers
from clippings.enrich import passages as finding
from clippings.enrich.passages.words import normalised
from clippings.publish.checks import passages as checks
from clippings.schema.shared_texts import Passages, PassageUses
from conftest import GOLD, Package
from support.written_pages import prose

NO_LIMIT = 10**6
Found = dict[str, set[tuple[str, int]]]
"""The articles, and the number of the word in each, of each passage by its words."""


def articles_of(texts: Sequence[str], days: Sequence[dt.date | None] = (), sources: Sequence[dt.date | None] = ()):
    """Articles 0, 1, ... with these texts; days of the posts and of their sources."""
    count = len(texts)
    columns = {
        "article_id": ([f"{number:016x}" for number in range(count)], pl.String),
        "text": (list(texts), pl.String),
        "published_on": ([*days, *[None] * (count - len(days))], pl.Date),
        "source_published_on": ([*sources, *[None] * (count - len(sources))], pl.Date),
    }
    return pl.DataFrame({name: pl.Series(values, dtype=dtype) for name, (values, dtype) in columns.items()})


def in_batches(articles: pl.DataFrame, size: int, min_words: int, **limits: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two tables, made as of an archive larger than memory."""
    batches = [articles.slice(first, size) for first in range(0, max(articles.height, 1), size)]
    prints = [finding.fingerprints(batch, min_words) for batch in batches]
    shared = finding.shared_fingerprints(prints)
    stretches = [finding.stretches(*each, shared, min_words) for each in zip(batches, prints, strict=True)]
    repeats = finding.repeats(pl.concat(stretches), min_words, **limits)
    return finding.tables(pl.concat(finding.located(*each, repeats) for each in zip(batches, stretches, strict=True)))


def by_words(articles: pl.DataFrame, tables: tuple[pl.DataFrame, pl.DataFrame]) -> Found:
    """What the two tables say, for articles whose words are single letters between spaces."""
    passages, uses = tables
    words = dict(zip(passages["passage_id"], normalised(passages["text"].to_list()), strict=True))
    result: Found = defaultdict(set)
    for passage_id, article_id, start in uses.select("passage_id", "article_id", "start").iter_rows():
        result[words[passage_id]].add((article_id, start // 2))
    return dict(result)


def oracle(articles: pl.DataFrame, min_words: int, *, max_places: int = NO_LIMIT, max_nested: int = NO_LIMIT) -> Found:
    """The same by the definition, trying every run of every article."""
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    words_of = {article_id: text.split() for article_id, text in articles.select("article_id", "text").iter_rows()}
    for article_id, words in words_of.items():
        seen: dict[tuple[str, ...], int] = defaultdict(int)
        for start in range(len(words) - min_words + 1):
            window = tuple(words[start : start + min_words])
            seen[window] += 1
            if seen[window] <= max_places:
                for end in range(start + min_words, len(words) + 1):
                    places[tuple(words[start:end])].append((article_id, start))
    result = {}
    for run, where in places.items():
        before = [words_of[article][start - 1] if start else None for article, start in where]
        after = [(*words_of[article], None)[start + len(run)] for article, start in where]
        if len({article for article, _ in where}) > 1 and all(
            None in side or len(set(side)) > 1 for side in (before, after)
        ):
            result[run] = set(where)
    nested = {run: sum(run[:size] in result for size in range(min_words, len(run))) for run in result}
    return {" ".join(run): where for run, where in result.items() if nested[run] < max_nested}


letters = st.lists(st.text("abc", max_size=24).map(" ".join), max_size=5)
periodic = st.lists(
    st.tuples(st.text("ab", min_size=1, max_size=3), st.integers(1, 12), st.text("abc", max_size=4)).map(
        lambda one: " ".join(one[0] * one[1] + one[2])
    ),
    max_size=4,
)


@settings(deadline=None)
@given(letters | periodic, st.integers(1, 6), st.integers(1, 5))
def test_every_maximal_run_of_several_articles_is_found_with_all_its_places(
    texts: list[str], min_words: int, size: int
) -> None:
    articles = articles_of(texts)
    tables = in_batches(articles, size, min_words, max_places=NO_LIMIT, max_nested=NO_LIMIT)
    assert by_words(articles, tables) == oracle(articles, min_words)


@settings(deadline=None)
@given(letters | periodic, st.integers(1, 4), st.integers(1, 3), st.integers(1, 4))
def test_the_limits_leave_out_later_places_and_longer_passages_and_nothing_else(
    texts: list[str], min_words: int, max_places: int, max_nested: int
) -> None:
    articles = articles_of(texts)
    tables = in_batches(articles, 2, min_words, max_places=max_places, max_nested=max_nested)
    assert by_words(articles, tables) == oracle(articles, min_words, max_places=max_places, max_nested=max_nested)


odd = st.lists(st.text(st.sampled_from("aB.’'-\u200c\u0301\u00a0 \nİß٣س"), max_size=40), max_size=4)


@settings(deadline=None)
@given(odd | st.lists(st.text(max_size=60), max_size=4), st.integers(1, 3), st.integers(1, 4))
def test_of_any_texts_the_two_tables_keep_what_they_promise(texts: list[str], min_words: int, size: int) -> None:
    articles = articles_of(texts, [dt.date(2012, 1, 1 + number // 2) for number in range(len(texts))])
    passages, uses = finding.passages(articles, min_words)
    again = in_batches(articles.reverse().sort("article_id"), size, min_words)
    assert passages.equals(again[0])
    assert uses.equals(again[1])
    assert not checks.broken_uses(uses, passages, articles).height
    assert not checks.miscounted_passages(passages, uses).height
    assert not checks.misdated_uses(uses, passages, articles).height
    assert not uses.select(PassageUses.primary_key()).is_duplicated().any()


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_words_of_a_text_do_not_depend_on_the_texts_beside_it(texts: list[str]) -> None:
    assert normalised(texts) == [normalised([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The harbour's U.S.-built crane", "the HARBOUR’S us built crane"),
        ("the ferry ‘Orm’, at 9.15", "the “ferry” Orm at 9 15"),
        ("B.C.’s coast", "BC's coast"),
        ("the e.g. case", "the eg case"),
        ("ends here.A new one", "ends here. A new one"),
        ("it is pier B.The boat", "it is pier B. The boat"),
        ("soft\u00adened می\u200cخواهد", "softened میخواهد"),
        ("non\u00a0breaking – spaces\u2003and\n\nparagraphs", "non breaking spaces and paragraphs"),
        ("ΠΛΟΙΟΣ", "πλοιος"),
    ],
)
def test_words_are_compared_without_case_apostrophes_and_punctuation(one: str, other: str) -> None:
    assert normalised([one]) == normalised([other])


@pytest.mark.parametrize(("one", "other"), [("2.5 boats", "25 boats"), ("co-op", "coop"), ("naïve", "naive")])
def test_other_differences_between_words_count(one: str, other: str) -> None:
    assert normalised([one]) != normalised([other])


RUN = "the council of the lower harbour will meet again on the first of May"
"""Fourteen words."""


def test_a_run_is_found_however_it_is_written_and_its_span_is_that_of_its_words() -> None:
    first = "Some words: “The Council of the lower Harbour will meet again,\n\non the first of May”. Then others."
    second = f"Not the same ({RUN})!"
    passages, uses = finding.passages(articles_of([first, second, prose(3)]))
    assert passages.select("text", "word_count", "article_count").rows() == [
        ("The Council of the lower Harbour will meet again,\n\non the first of May", 14, 2)
    ]
    assert [text[row["start"] : row["end"]] for text, row in zip([first, second], uses.to_dicts(), strict=True)] == [
        "The Council of the lower Harbour will meet again,\n\non the first of May",
        RUN,
    ]


def test_eleven_words_are_too_few() -> None:
    eleven = " ".join(RUN.split()[:11])
    assert not finding.passages(articles_of([f"{eleven} soon", f"{eleven} late"]))[0].height


def test_a_run_within_one_article_is_not_a_passage() -> None:
    assert not finding.passages(articles_of([f"{RUN}. Again: {RUN}."]))[0].height


def test_a_long_passage_of_two_articles_may_hold_a_shorter_one_of_three() -> None:
    longer = f"{RUN} and elect a chair"
    passages, uses = finding.passages(articles_of([f"one {longer} a", f"two {longer} b", f"three {RUN} c"]))
    assert sorted(passages.select("word_count", "article_count").rows()) == [(14, 3), (18, 2)]
    assert uses.height == 5


@pytest.mark.parametrize(
    ("days", "sources", "first_on", "first"),
    [
        (["2010-02-01", "2010-01-01"], [], "2010-01-01", [1]),
        (["2010-02-01", "2010-01-01"], ["2009-12-31"], "2009-12-31", [0]),
        (["2010-02-01", "2010-01-01"], [None, "2011-01-01"], "2010-02-01", [0]),
        (["2010-01-01", "2010-01-01"], [], "2010-01-01", []),
        ([None, "2010-01-01"], [], "2010-01-01", [1]),
        ([], [], None, []),
    ],
    ids=["earlier post", "earlier source", "the source's date counts", "one date", "one date known", "no date"],
)
def test_who_had_a_passage_first(days: list[str], sources: list[str], first_on: str | None, first: list[int]) -> None:
    as_dates = [[day and dt.date.fromisoformat(day) for day in row] for row in (days, sources)]
    passages, uses = finding.passages(articles_of([f"one {RUN}", f"two {RUN.upper()} and {RUN}"], *as_dates))
    assert [str(day) if day else None for day in passages["first_published_on"]] == [first_on]
    assert sorted({int(article, 16) for article in uses.filter("is_first")["article_id"]}) == first
    assert passages["text"].to_list() == [RUN.upper() if first == [1] else RUN]


def test_an_archive_without_articles_or_without_words_has_no_passages() -> None:
    for texts in ([], [""], ["", " … ", "’", ". ."]):
        passages, uses = finding.passages(articles_of(texts))
        assert passages.equals(pl.DataFrame(schema=passages.schema))
        assert Passages.is_valid(passages)
        assert PassageUses.is_valid(uses)


def test_places_are_right_in_texts_of_any_length() -> None:
    texts = [f"{prose(number, 3)} " * size + RUN for number, size in enumerate([4_000, 1, 9_000, 1, 4_000], 1)]
    articles = articles_of([*texts, ""])
    passages, uses = finding.passages(articles)
    assert passages.select("text", "article_count").rows() == [(RUN, 5)]
    assert uses["end"].to_list() == [len(text) for text in texts]


def test_what_only_one_article_turns_out_to_have_is_not_a_passage() -> None:
    """As where the hashes of two runs are equal and their words are not."""
    columns = {"passage_id": "0" * 16, "article_id": "1" * 16, "start": 0, "end": len(RUN), "on": None}
    located = pl.DataFrame([{**columns, "text": RUN, "word_count": 14}])
    passages, uses = finding.tables(located)
    assert not passages.height
    assert not uses.height


def test_texts_that_say_the_same_over_and_over_have_few_passages() -> None:
    """A few at the beginning, not one for each of the 20,000 words in each of 20,000 places."""
    for phrase in ("la ", f"{RUN} "):
        _, uses = finding.passages(articles_of([phrase * 20_000, f"so {phrase * 15_000}"]))
        assert 2 <= uses.height <= 200


def test_variants_of_one_text_have_passages_in_proportion_to_their_words() -> None:
    base = " ".join(prose(seed, 20) for seed in range(3)).split()
    texts = [" ".join([*base[: 3 * number], f"changed{number}", *base[3 * number + 1 :]]) for number in range(1, 150)]
    _, uses = finding.passages(articles_of(texts))
    assert uses.height <= 16 * sum(len(text.split()) for text in texts)
    assert uses["article_id"].n_unique() == len(texts)


def gold_runs() -> Iterator[tuple[str, list[tuple[str, int, str]]]]:
    """Name, and for both sides file, number of the post and wording, of each run that a person found in two texts."""
    pages = json.loads((GOLD / "seeds_gold.json").read_text("utf-8"))
    lines_of = {(page["file"], post["n"]): post["body_text_lines"] for page in pages for post in page["articles"]}
    for pair in json.loads((GOLD / "duplicates_gold.json").read_text("utf-8"))["pairs"]:
        posts = [(pair[side]["file"], pair[side]["n"]) for side in "ab"]
        for run in pair.get("shared_passages", ()) if set(posts) <= set(lines_of) else ():
            wordings = [  # a run may begin in a title or be a credit, which are no part of a text
                " ".join(piece["text"] for piece in run[side] if piece["line"] in lines_of[post])
                for side, post in zip("ab", posts, strict=True)
            ]
            if all(len(wording.split()) >= finding.MIN_WORDS for wording in wordings):
                name = f"{pair['a']['file'][:3]}-{pair['a']['n']}-{pair['b']['n']}-{run['words']}"
                yield name, [(*post, wording) for post, wording in zip(posts, wordings, strict=True)]


GOLD_RUNS = dict(gold_runs())


@pytest.fixture(scope="module")
def real_tables(real: Package) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The articles, passages and uses of the package of the real pages."""
    return real.table("articles"), real.table("passages"), real.table("passage_uses")


def shared_by(uses: pl.DataFrame, passages: pl.DataFrame, one: str, other: str) -> set[str]:
    """Words of the passages that both articles use."""
    both = uses.filter(pl.col("article_id").is_in([one, other]))
    ids = both.group_by("passage_id").agg(n=pl.col("article_id").n_unique()).filter(pl.col("n") == 2)
    return set(normalised(passages.join(ids, on="passage_id", how="semi")["text"].to_list()))


@pytest.mark.parametrize("run", GOLD_RUNS.values(), ids=GOLD_RUNS)
def test_a_run_that_a_person_found_on_the_real_pages_is_a_passage(
    real: Package, real_tables: tuple[pl.DataFrame, ...], run: list[tuple[str, int, str]]
) -> None:
    _, passages, uses = real_tables
    posts = real.table("appearances").join(real.table("pages").select("page_id", "path"), on="page_id")
    ids = [
        posts.row(by_predicate=(pl.col("path") == file) & (pl.col("position") == n), named=True)["article_id"]
        for file, n, _ in run
    ]
    assert set(normalised([wording for _, _, wording in run])) <= shared_by(uses, passages, *ids)


def common_runs(left: list[str], right: list[str], min_words: int) -> Iterable[tuple[str, ...]]:
    """The runs of two lists of words that are as long as they can be, by trying every pair of places."""
    places = defaultdict(list)
    for start in range(len(right) - min_words + 1):
        places[tuple(right[start : start + min_words])].append(start)
    for start in range(len(left) - min_words + 1):
        for other in places[tuple(left[start : start + min_words])]:
            if start and other and left[start - 1] == right[other - 1]:
                continue
            size = sum(
                1
                for _ in itertools.takewhile(
                    lambda pair: pair[0] == pair[1], zip(left[start:], right[other:], strict=False)
                )
            )
            yield tuple(left[start : start + size])


def test_whatever_two_real_articles_share_is_a_passage_of_both(real_tables: tuple[pl.DataFrame, ...]) -> None:
    articles, passages, uses = real_tables
    words_of = dict(
        zip(articles["article_id"], [line.split() for line in normalised(articles["text"].to_list())], strict=True)
    )
    result = 0
    for combination, other in itertools.combinations(words_of, 2):
        runs = {" ".join(run) for run in common_runs(words_of[combination], words_of[other], finding.MIN_WORDS)}
        result += len(runs)
        assert not runs or runs <= shared_by(uses, passages, combination, other)
    assert result >= 10


def test_the_passages_of_the_real_pages_are_what_they_say(real_tables: tuple[pl.DataFrame, ...]) -> None:
    articles, passages, uses = real_tables
    in_memory = finding.passages(articles)
    assert passages.equals(in_memory[0])
    assert uses.equals(in_memory[1])
    assert Passages.is_valid(passages)
    assert PassageUses.is_valid(uses)
    assert not checks.broken_uses(uses, passages, articles).height
    assert not checks.miscounted_passages(passages, uses).height
    assert not checks.misdated_uses(uses, passages, articles).height


def test_the_checks_see_a_wrong_span_a_wrong_count_and_a_wrong_first() -> None:
    articles = articles_of([f"one {RUN}", f"two {RUN}"], [dt.date(2010, 1, 1), dt.date(2010, 1, 2)])
    passages, uses = finding.passages(articles)
    shifted = uses.with_columns(pl.col("start") + 1)
    assert checks.broken_uses(shifted, passages, articles).equals(shifted)
    assert checks.broken_uses(uses, passages, articles.head(1)).equals(uses.tail(1))
    for wrong in (pl.col("word_count") + 1, pl.col("article_count") + 1):
        assert checks.miscounted_passages(passages.with_columns(wrong), uses).height == 1
    for wrong in (~pl.col("is_first"), pl.lit(True).alias("is_first"), pl.lit(False).alias("is_first")):
        assert checks.misdated_uses(uses.with_columns(wrong), passages, articles).height
    late = passages.with_columns(first_published_on=dt.date(2010, 1, 2))
    assert checks.misdated_uses(uses, late, articles).height == 2


def test_repeated_numbers_are_the_same_in_one_share_and_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [number * 0x9E3779B97F4A7C15 % 2**64 for number in range(500)]
    columns = [pl.Series(some, dtype=pl.UInt64) for some in (numbers, numbers[::50], numbers[:3] * 2, [])]
    expected = sorted({*numbers[::50], *numbers[:3]})
    assert repeated_numbers.repeated(lambda: columns, 0).to_list() == expected
    monkeypatch.setattr(repeated_numbers, "_AT_ONCE", 100)
    assert repeated_numbers.repeated(lambda: columns, 516).to_list() == expected
