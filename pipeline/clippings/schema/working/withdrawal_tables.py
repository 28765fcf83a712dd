"""Working tables of withdrawal: what must not be published, and the traces that identify it."""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.working.merging import Members


class WithdrawnPosts(dy.Schema):
    """A post of a withdrawn article."""

    appearance_id = col.key("Post.", regex=col.APPEARANCE_ID)
    article_id = col.reference("articles.article_id", "Article.")


class WithdrawnArticles(Members):
    """A post of a withdrawn article, with the reason."""

    reason = col.text("Reason.")
    withdrawn_on = col.day("Day of the withdrawal.")
    is_listed = dy.Bool(description="Whether a person listed the article.")


class WithdrawnTitles(dy.Schema):
    """Title and day of a withdrawn post."""

    title = dy.String(nullable=True, description="Title.")
    published_on = col.day("Day of the post.")


class WithdrawnTraces(dy.Schema):
    """Words that only withdrawn articles have."""

    kind = col.text("Title, run of words or name.")
    words = col.text("The words.")


class WithheldLines(dy.Schema):
    """A line that is blanked."""

    page_id = col.key("Page.")
    line_no = col.ordinal("Line.", primary_key=True)


class UnquotedParagraphs(dy.Schema):
    """A paragraph that quotes a withdrawn article, and that a person decided to remove."""

    appearance_id = col.key("Post.", regex=col.APPEARANCE_ID)
    paragraph = dy.Int64(primary_key=True, description="Number of the paragraph, from 0.")
