"""Working tables of merging: keys, sketches, pairs and verdicts of posts; the articles before they are sorted.

A post is a number here: that of its batch, and its row.
"""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.working.posts import PostEvidence, Posts, PostTextSpans


class ComparedPosts(dy.Schema):
    """What merging compares of a post."""

    row = dy.UInt32(description="Row in its batch.")
    order = dy.UInt64(description="Rank by fullness; the smallest is the fullest.")
    appearance_id = col.key("Post.", regex=col.APPEARANCE_ID)
    page_id = col.reference("pages.page_id", "Page.")
    title_words = col.verbatim("Words of the title.")
    published_on = col.day("Day of the post.")
    text_sha256 = col.text("SHA-256 of the text.")
    word_count = col.count("Number of words.")


class KeyedPosts(ComparedPosts):
    """A post with its keys, and the values that merging chooses from."""

    path = col.text("Path of the page.")
    site = col.text("Name of the site profile.")
    title = dy.String(nullable=True, description="Title.")
    category = dy.String(nullable=True, description="Category.")
    comment_count = dy.Int64(nullable=True, description="Number of comments.")
    completeness = col.text("full, truncated or excerpt.")
    opening = col.verbatim("Opening words of the text.")
    line_start = dy.Int64(description="First line.")
    url = dy.String(nullable=True, description="Address.")
    own_article_id = col.text("Id of the article if nothing else has it.")
    title_key = dy.String(nullable=True, description="Key of the title.")
    page_posts = dy.UInt32(description="Number of posts on the page.")
    site_day = col.day("Day, if other pages of the site decide the order of day and month; then published_on is null.")


class Sketches(dy.Schema):
    """A shingle of a text."""

    post = dy.UInt64(description="Number of the text.")
    words = dy.UInt32(description="Number of its words.")
    shingle = dy.UInt64(description="Hash of five words.")


class Pairs(dy.Schema):
    """Two posts, or two texts, to compare."""

    left = dy.UInt64()
    right = dy.UInt64()


class ComparedPairs(dy.Schema):
    """Two posts whose texts are compared, whatever their numbers."""

    pair = dy.UInt64(description="Hash of all that is compared.")


class NumberedPairs(Pairs):
    """The numbers of two posts whose texts are compared: a page more changes those of other posts of its batch."""

    key = dy.UInt64(description="Their `pair`.")


class SharedShingles(Pairs):
    """How many shingles two texts share in one partition."""

    words = dy.UInt32(description="Words of the left text.")
    words_right = dy.UInt32(description="Words of the right text.")
    shared = dy.UInt32(description="Number of shared shingles.")


class FullestPosts(dy.Schema):
    """The fullest post with a text."""

    post = dy.UInt64(description="Number of the post.")
    text = dy.UInt64(description="Number of the text.")


class JudgedPairs(ComparedPairs):
    """Two related posts, the fuller one as the right one."""

    is_turned = dy.Bool(description="Whether the post with the smaller number is the right one.")


class Verdicts(JudgedPairs):
    """What the comparison of two texts found."""

    relation = col.text("Relation of the two posts.")
    merged = dy.Bool(description="Whether they are one article.")
    similarity = col.share("Similarity of word 5-grams.")
    containment = col.share("Containment of word 5-grams.")
    rule = col.text("Rule that decided.")


class SharedWording(JudgedPairs):
    """A run of words that two texts share."""

    left_share = col.share("Share of the left text.")
    right_share = col.share("Share of the right text.")
    left_start = col.offset("First character in the left text.")
    left_end = col.offset("One past the last.")
    right_start = col.offset("First character in the right text.")
    right_end = col.offset("One past the last.")
    word_count = col.count("Number of words.")


class Decided(dy.Schema):
    """What merging decided of a post that is related to another."""

    row = dy.UInt32(description="Row in its batch.")
    article_id = col.reference("articles.article_id", "Article.")
    is_canonical = dy.Bool(description="Whether its text is published.")
    rank = dy.Int64(description="Rank within the article; 0 is the fullest.")


class Members(dy.Schema):
    """The article of a post."""

    appearance_id = col.key("Post.", regex=col.APPEARANCE_ID)
    article_id = col.reference("articles.article_id", "Article.")
    own_article_id = col.text("Id of the article if nothing else had it.")
    is_canonical = dy.Bool(description="Whether its text is published.")
    rank = dy.Int64(description="Rank within the article; 0 is the fullest.")


class _Chosen(dy.Schema):
    category = dy.String(nullable=True, description="Category.")
    published_on = col.day("Day of the post.")
    comment_count = dy.Int64(nullable=True, description="Number of comments.")
    title = dy.String(nullable=True, description="Title.")
    url = dy.String(nullable=True, description="Address.")
    appearance_count = dy.Int64(description="Number of appearances.")
    near_duplicate_of = dy.String(nullable=True, description="Another article with much of its wording.")


class Filled(_Chosen):
    """Values of an article of several posts."""

    row = dy.UInt32(description="Row of its fullest post.")


class Values(_Chosen):
    """Values of an article, each from the fullest of its posts that has one."""

    article_id = col.reference("articles.article_id", "Article.")


class UnsortedArticles(Posts):
    """Articles as their fullest posts, in no order. Credits are added when they are sorted."""

    article_id = col.reference("articles.article_id", "Article.")
    appearance_count = dy.Int64(description="Number of appearances.")
    near_duplicate_of = dy.String(nullable=True, description="Another article with much of its wording.")
    first_page_id = col.reference("pages.page_id", "Page of the fullest appearance.")


class UnsortedEvidence(PostEvidence):
    """Evidence of articles, in no order."""

    article_id = col.reference("articles.article_id", "Article.")
    rank = dy.Int64(description="Rank of the post within the article.")


class UnsortedTextSpans(PostTextSpans):
    """Sources of the texts of articles, in no order."""

    article_id = col.reference("articles.article_id", "Article.")


class TitleKeys(dy.Schema):
    """Key of a title that a page lists."""

    key = col.text("Key of the title.")


class TitleIndex(TitleKeys):
    """Articles by the key of their title."""

    article_id = col.reference("articles.article_id", "Article.")
    published_on = col.day("Day of the article.")
    site = col.text("Site of the article.")
