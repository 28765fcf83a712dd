"""Text glued into sentences: what is taken out, what stays, and that nothing is damaged. One family of shapes a case."""

import pytest

from clippings.segment.cleaning.glued_text import removals
from clippings.segment.cleaning.removal_model import OwnLine

TITLE = "Council reopens the northern ferry"


def repaired(
    line: str, *others: tuple[str, str], title: str = TITLE, completeness: str = "full"
) -> tuple[str, list[str]]:
    """The line without what is glued into it, and the rules that fired."""
    lines = [OwnLine(1, title, "title"), OwnLine(3, line, "body")]
    lines += [OwnLine(5 + 2 * n, text, role) for n, (text, role) in enumerate(others)]
    result = removals(lines, completeness, {3})
    for item in reversed(result):
        line = line[: item.start] + item.joiner + line[item.end :]
    return line.strip(), [item.rule for item in result]


GLUED = {
    "title in mid-sentence": (
        f"The harbour board said that {TITLE}the boats would sail again.",
        "The harbour board said that the boats would sail again.",
        "glue.title",
    ),
    "title between two words": (
        f"The boats would sail{TITLE}again by noon.",
        "The boats would sail again by noon.",
        "glue.title",
    ),
    "title before a dash": (
        f"The boats of the {TITLE}– and the crew – sail again.",
        "The boats of the – and the crew – sail again.",
        "glue.title",
    ),
    "title between a word and a dash": (
        f"The boats{TITLE}– and the crew – sail again.",
        "The boats – and the crew – sail again.",
        "glue.title",
    ),
    "title before the first word": (f"{TITLE}The boats sail again.", "The boats sail again.", "glue.title"),
    "title at the end": (f"The boats sail again.{TITLE}", "The boats sail again.", "glue.title"),
    "title at the end, after a space": (f"The boats sail again. {TITLE}", "The boats sail again.", "glue.title"),
    "download link": (f"The boats sail again.Download {TITLE}", "The boats sail again.", "glue.download"),
    "own opening again": (
        "Harbour minister Ada Quill says the pier is closed, by the end of the Harbour minister Ada Quill says the pier is closedyear.",
        "Harbour minister Ada Quill says the pier is closed, by the end of the year.",
        "glue.own_opening",
    ),
    "caption and credit before the first sentence": (
        "A boat at the quay. Photo: Ivo McLammThe boats sail again.",
        "The boats sail again.",
        "glue.picture_credit",
    ),
    "credit with an agency before the first sentence": (
        "Das Boot am Kai. Foto: Ivo Lamm/dpaDie Boote fahren wieder.",
        "Die Boote fahren wieder.",
        "glue.picture_credit",
    ),
    "a further headline": (
        "The pier is home to forty boats.Three boats lost, harbour clerk says",
        "The pier is home to forty boats.",
        "glue.headline",
    ),
}


@pytest.mark.parametrize("case", GLUED)
def test_what_is_glued_is_taken_out(case: str) -> None:
    line, clean, rule = GLUED[case]
    assert repaired(line) == (clean, [rule])


def test_a_title_without_its_prefix_is_known() -> None:
    line = "The clerk had seen it,” the source said.Boats lost at the northern pier"
    assert repaired(line, title="Source: Boats lost at the northern pier") == (
        "The clerk had seen it,” the source said.",
        ["glue.title"],
    )


def test_a_title_with_other_dashes_and_quotes_is_known() -> None:
    line = "The boats sail again. Storm on the pier_Council's answer"
    assert repaired(line, title="Storm on the pier – Council’s answer") == ("The boats sail again.", ["glue.title"])


def test_a_caption_above_the_post_is_known() -> None:
    assert repaired("The clerk whoAda Quill had written sailed.", ("Ada Quill", "caption")) == (
        "The clerk who had written sailed.",
        ["glue.caption"],
    )


def test_another_line_of_the_post_is_known() -> None:
    caption = "Clerks said the storm broke out as they were counting the boats."
    line = f"The storm that left at{caption} least forty boats adrift."
    assert repaired(line, (caption, "body")) == ("The storm that left at least forty boats adrift.", ["glue.own_line"])


def test_the_opening_of_the_credit_line_is_known() -> None:
    line = "Forty people took part in a meeting Quay Gazette, Brant, Northlandnamed after the pier."
    credit = "Quay Gazette, Brant, Northland,Translated by Sandby Desk"
    assert repaired(line, (credit, "source")) == (
        "Forty people took part in a meeting named after the pier.",
        ["glue.credit"],
    )


def test_a_persons_name_inside_the_name_of_a_place_is_known() -> None:
    other = ("The clerk, Mr. Adam Moe, went to Camp North by boat.", "body")
    assert repaired("They sailed from the pier to Camp Adam MoeNorth.", other) == (
        "They sailed from the pier to Camp North.",
        ["glue.name"],
    )


def test_words_from_elsewhere_after_the_last_full_stop_are_known() -> None:
    other = ("“We count them,” the Gazette quoted harbour clerk Petr Kadlec as saying.", "body")
    assert repaired(
        "The boats are counted, a clerk says. harbour clerk Petr Kadlec".replace("harbour", "Harbour"), other
    ) == (
        "The boats are counted, a clerk says.",
        ["glue.said_again"],
    )


UNTOUCHED = {
    "a forgotten space": "The boats sailed to Brant.Those that came home first were three, the clerk said.",
    "a credit that is followed by a sentence": "Photo: The boats sail to McTavish and back.",
    "a forgotten space before a name": "The boats that sailed toBrant were lost.",
    "the title as its own opening": f"{TITLE} on Tuesday, and the boats sail again.",
    "the title quoted": f"The paper ran a story, “{TITLE}”, on Tuesday.",
    "the title within a sentence": f"It was asked why the {TITLE} at all.",
    "abbreviations": "The U.S. clerk Lt. Moe and Gen. Quill of the R.N. sailed",
    "no full stop at the end": "The boats sailed. Nobody counted the crew of the second one",
    "names with capitals inside": "The McTavish family and the NewsLetter of the MeK board sailed.",
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_what_the_author_wrote_stays(case: str) -> None:
    assert repaired(UNTOUCHED[case]) == (UNTOUCHED[case], [])


def test_a_sentence_that_is_a_pull_quote_too_stays_in_its_paragraph() -> None:
    quote = "Nobody from Brant had counted the boats."
    line = f"The clerk sailed at noon. {quote}"
    assert repaired(line, (quote, "body")) == (line, [])
    assert repaired(f"{quote}{TITLE}", (quote, "body")) == (quote, ["glue.title"])


def test_a_missing_space_in_a_cut_excerpt_is_not_a_headline() -> None:
    line = "The boats sailed to Brant.Nobody counted the crew of the second one"
    assert repaired(line, completeness="excerpt") == (line, [])
