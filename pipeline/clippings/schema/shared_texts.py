"""Articles that share wording: merges and near misses, passages, reprints."""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import RELATIONS


class Duplicates(dy.Schema):
    """Every merge and every near miss, with the figures behind it. Each row compares two texts directly."""

    left_id = col.reference(
        "appearances.appearance_id", "First appearance of the pair.", regex=col.APPEARANCE_ID, primary_key=True
    )
    right_id = col.reference(
        "appearances.appearance_id",
        "Second appearance of the pair; if merged, the one whose text is published.",
        regex=col.APPEARANCE_ID,
        primary_key=True,
    )
    relation = col.choice(RELATIONS)
    merged = dy.Bool(description="True if the two are published as one article.")
    similarity = col.share("Jaccard similarity of the word 5-grams of the two clean texts.")
    containment = col.share("Share of the shorter text's word 5-grams that the longer text contains.")
    rule = col.text("Name of the rule that decided.", regex=col.RULE)


class Passages(dy.Schema):
    """Runs of 12 words or more that occur in several articles, each extended as far as all its occurrences agree."""

    passage_id = col.key("Identifier, computed from the words of the passage alone.")
    text = col.text("Text of the passage in the article that has it first.")
    word_count = dy.Int64(min=12, description="Number of words; comparison ignores case, apostrophes and punctuation.")
    article_count = dy.Int64(min=2, description="Number of articles that contain it.")
    first_published_on = col.day("Earliest date of an article that contains it: the source's date, else the post's.")


class PassageUses(dy.Schema):
    """Where a passage occurs. Passages may overlap: a long one shared by two articles can contain a short one shared by many."""

    passage_id = col.reference("passages.passage_id", "Passage that occurs.", primary_key=True)
    article_id = col.reference("articles.article_id", "Article it occurs in.", primary_key=True)
    start = col.offset("Offset of the first character in articles.text.", primary_key=True)
    end = col.offset("Offset after the last character in articles.text.")
    is_first = dy.Bool(
        description="True if this article has the earliest date among those sharing the passage; false for ties and undated articles."
    )


class Reprints(dy.Schema):
    """Pairs of articles of which one repeats much of the other's wording outside quotations, the later one first."""

    later_id = col.reference("articles.article_id", "Article with the later date.", primary_key=True)
    earlier_id = col.reference("articles.article_id", "Article with the earlier date.", primary_key=True)
    days_apart = col.count(
        "Days between the dates (the source's, else the post's); if 0 or null, the order of the two is not known.",
        nullable=True,
    )
    later_share = col.share("Share of the later article's words that are in shared runs.")
    earlier_share = col.share("Share of the earlier article's words that are in shared runs.")
    word_count = col.count("Number of equal words in shared runs.")
    longest_run = col.count("Number of equal words in the longest run.")
    passage_count = col.count("Number of shared runs: rows of reprint_passages.")


class ReprintPassages(dy.Schema):
    """Where the two articles of a row of `reprints` share wording. A run may hold a few changed words."""

    later_id = col.reference("articles.article_id", "Article with the later date.", primary_key=True)
    earlier_id = col.reference("articles.article_id", "Article with the earlier date.", primary_key=True)
    later_start = col.offset("Offset of the first character in the later article's text.", primary_key=True)
    later_end = col.offset("Offset after the last character in the later article's text.")
    earlier_start = col.offset("Offset of the first character in the earlier article's text.")
    earlier_end = col.offset("Offset after the last character in the earlier article's text.")
    word_count = col.count("Number of equal words.")
