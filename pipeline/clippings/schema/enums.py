"""The closed lists of values columns may hold, each value with its meaning.

Add a value here and nowhere else: the schemas, the checks and the documentation are made from these lists.
"""

from __future__ import annotations

ROLES = {
    "blank": "white space only",
    "masthead": "the site's name",
    "navigation": "a menu entry",
    "copyright": "the site's copyright line",
    "caption": "caption or alternative text of a picture",
    "category": "the post's category",
    "title": "the post's title",
    "repeated_title": "the title, or part of it, repeated",
    "deck": "a standfirst or original headline below the title",
    "press_header": "opening words of an official statement, such as Press Statement",
    "byline": "the people credited with the text",
    "byline_role": "the office of the person in the byline",
    "dateline": "place or date of a report on its own line",
    "body": "a paragraph of the text",
    "subheading": "a heading inside the text",
    "list_item": "an item of a list inside the text",
    "pullquote": "a sentence of the text, repeated for display",
    "separator": "a rule or an elision, without letters or digits",
    "footer": "a note below the text, or the page footer",
    "signoff": "closing words of a letter",
    "source": "the outlet or agency credited with the text",
    "source_date": "date given for the source",
    "source_url": "the address of the source",
    "download": "a link to a file",
    "post_date": "the date of the post",
    "comment_count": "the number of comments on the post",
    "share_bar": "buttons for sharing",
    "read_more": "a link to the full post",
    "pagination": "links to newer or older pages",
    "recent_heading": "the heading of a list of recent posts",
    "recent_title": "a title in a list of recent posts",
    "recent_date": "a date in a list of recent posts",
    "social": "a link to a social network",
    "page_heading": "heading of the page, such as a category name",
    "related": "titles of other posts",
    "meta": "a statement of the HTML head or the container",
    "unknown": "no rule recognises this line",
    "withdrawn": "a line of a withdrawn article, without its text",
}

TEXT_ROLES = ("body", "subheading", "list_item")
"""Roles whose lines make `articles.text`."""

PAGE_KINDS = {
    "listing": "several posts in full",
    "excerpts": "several posts as excerpts",
    "article": "one post",
    "feed": "a syndication feed",
    "unknown": "post boundaries not found",
}

COMPLETENESS = {
    "full": "complete, from the title to the end of the post",
    "excerpt": "a part, with a link to the full post",
    "truncated": "cut off where the dump begins or ends",
}

RELATIONS = {
    "same_page": "the same post, on a page saved twice",
    "same_article": "the same title, date and text on two pages",
    "revision": "the same post with changed wording",
    "excerpt_of": "one text is part of the other",
    "near_duplicate": "two posts that share much of their wording",
}

REMOVAL_KINDS = {
    "alt_text": "a picture's alternative text or caption glued into a sentence",
    "repeated": "words of the line glued in a second time",
    "subheadline": "a further headline glued to the end of a paragraph",
    "download": "a download link glued to the end of a paragraph",
    "link_number": "the number that a text browser puts before a link",
    "hyphen": "a hyphen that only parts a word at the end of a wrapped line",
    "post_date": "the post's date at the end of a paragraph",
    "read_more": "a link to the full post at the end of a paragraph",
}

DATE_FIELDS = ("title", "deck", "text")
"""Columns of articles that are searched for temporal expressions."""

TIMEX_TYPES = {
    "DATE": "a day or a longer calendar period",
    "TIME": "a time of day",
    "DURATION": "a length of time",
    "SET": "a recurring time",
}

TIMEX_MODS = {
    "START": "beginning",
    "MID": "middle",
    "END": "end",
    "APPROX": "about",
    "BEFORE": "earlier",
    "AFTER": "later",
    "ON_OR_BEFORE": "not later",
    "ON_OR_AFTER": "not earlier",
    "LESS_THAN": "shorter",
    "MORE_THAN": "longer",
    "EQUAL_OR_LESS": "at most as long",
    "EQUAL_OR_MORE": "at least as long",
}

ENTITY_TYPES = {
    "PERSON": "a person",
    "ORG": "an organisation, agency or outlet",
    "GPE": "a country, province or town",
    "LOC": "a region, river or mountain",
    "FAC": "a camp, airport or building",
    "EVENT": "a war, revolution or other named event",
    "NORP": "a people, nationality or religious group",
}

NAME_KINDS = {
    "preferred": "the name the entity is listed under",
    "alias": "another name in the authority file",
    "seen": "a spelling seen in articles that the authority file does not list",
}

AUTHOR_ROLES = ("author", "contributor", "translator", "editor", "photographer")
"""What a credited person did; the first three are columns of `articles` too."""

AUTHOR_KINDS = {
    "person": "the name of a person",
    "organisation": "an outlet, an agency, a desk or a team",
    "unclear": "a name whose form does not say, such as an account",
}

MENTION_FIELDS = (
    "title", "deck", "text", "author", "contributor", "source_name", "dateline_place", "translator",
)  # fmt: skip
"""Columns of articles in which entities are named."""
