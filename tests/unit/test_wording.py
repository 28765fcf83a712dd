"""Words of messages: a number with its noun, and a quotation that is cut."""

from clippings.common.wording import counted, shortened


def test_a_number_has_its_noun_in_the_singular_or_the_plural() -> None:
    assert [counted(count, "page") for count in (0, 1, 2000)] == ["0 pages", "1 page", "2,000 pages"]
    assert [counted(count, "post is", "posts are") for count in (1, 2)] == ["1 post is", "2 posts are"]


def test_a_quotation_is_cut_between_two_words() -> None:
    assert shortened("The ferry sails at nine", 23) == "The ferry sails at nine"
    assert [shortened("The ferry sails at nine", length) for length in (9, 10, 12)] == ["The ferry…"] * 3
    assert shortened("潮見町の岬に立つ灯台", 4) == "潮見町の…"
