"""One article: the names in its title, deck, text and credits, each linked to one entity.

Only the order of the rules belongs here; the rules are in the modules it names.
"""

from collections.abc import Iterator, Mapping

from clippings.enrich.entities import (
    acronyms,
    conditions,
    credit_names,
    cue_names,
    detect_people,
    entity_tables,
    headword_names,
    link_people,
    spacy_ner,
)
from clippings.enrich.entities.entity_tables import Mention
from clippings.enrich.entities.mention_model import Field, MentionSpan, Segment, owners, without_overlap
from clippings.enrich.entities.name_index import Hit, Names
from clippings.enrich.entities.person_registry import Persons
from clippings.enrich.entities.spacy_ner import Guesses
from clippings.enrich.entities.spelling import fold
from clippings.enrich.entities.tokens import Prose
from clippings.enrich.entities.tokens import read as read_prose
from clippings.enrich.entities.word_lists import Lexicon
from clippings.schema.enums import PROSE_FIELDS


def read(
    article: Mapping[str, str | None],
    names: Names,
    words: Lexicon,
    guesses: Mapping[str, Guesses] | None = None,
    *,
    spells_lower: bool = True,
) -> list[Mention]:
    """Return the mentions of one article.

    Args:
        article: Its fields.
        names: Known names.
        words: The word lists.
        guesses: A statistical recogniser's spans by field; they fill gaps only.
        spells_lower: Whether a lower-case word may begin a transliterated name; False saves the search.
    """
    article_id = article.get("article_id") or ""
    persons = Persons(names)
    fields = [
        _field(name, text, names, words, spells_lower=spells_lower)
        for name in PROSE_FIELDS
        if (text := article.get(name))
    ]
    late = {
        field.name: _guessed(field, guesses[field.name], words) for field in fields if guesses and field.name in guesses
    }
    link_people.full_names(fields, persons, words)
    for field in sorted(fields, key=lambda field: PROSE_FIELDS.index(field.name), reverse=True):
        link_people.bare_names(field, persons, names, words)
        field.add(link_people.guesses(field, late.get(field.name, ()), persons))
    conditions.settle(fields)
    acronyms.link(fields, words)
    acronyms.link_tails(fields)
    rows = [
        entity_tables.of(field.name, field.original, mention, article_id, words)
        for field in fields
        for mention in without_overlap(field.mentions)
    ]
    rows += [
        entity_tables.of(column, value, mention, article_id, words)
        for column, value, mention in credit_names.read(article, persons, names)
    ]
    return rows


def _guessed(field: Field, guesses: Guesses, words: Lexicon) -> list[MentionSpan]:
    """Enter persons of two words or more that a recogniser finds; the other guesses wait until bare names are linked."""
    guessed = list(spacy_ner.fill(field.prose, guesses, field.mentions, words))
    full = [guess for guess in guessed if guess.type == "PERSON" and " " in guess.name]
    owner = owners(field.prose, full)
    field.unsure = [segment for segment in field.unsure if owner[segment.first] is None and owner[segment.last] is None]
    field.add(full)
    return [guess for guess in guessed if guess not in full]


def _field(name: str, text: str, names: Names, words: Lexicon, *, spells_lower: bool) -> Field:
    """Return a field with all that can be found in it without the rest of the article."""
    prose = read_prose(fold(text), words, is_title=name != "text")
    hits, cues = names.seek(prose.text, spells_lower=spells_lower)
    hits += _spelled(prose, names)
    hits = [hit for hit in hits if not cue_names.is_part_of_building(prose.text, hit.start, hit.end)]
    known_mentions = [
        MentionSpan(h.start, h.end, h.entity.type, h.rule, h.score, h.senses) for h in without_overlap(hits)
    ]
    known_mentions = conditions.fitting(prose, conditions.by_itself(prose.text, known_mentions, words), words)
    owner = owners(prose, known_mentions)
    made = [
        *headword_names.by_head(prose, owner, words),
        *cue_names.by_cue(prose, known_mentions, cues, names, words),
        *cue_names.by_report(prose, owner, words),
    ]
    if made:
        known_mentions = without_overlap([*known_mentions, *(acronyms.resolved(mention, names) for mention in made)])
        owner = owners(prose, known_mentions)
    return _with_people(Field(name, text, prose, known_mentions), owner, words)


def _spelled(prose: Prose, names: Names) -> Iterator[Hit]:
    """Yield known names in another spelling; an article before the first word belongs to the name."""
    opens = names.spelled.opens
    for token in prose.tokens:
        if opens.get(token.word) is False and not prose.text.startswith("'", token.end):
            continue
        start = token.start
        if token.word[0].islower():
            start += token.word.index("-") + 1
        if names.spelled.may_begin(prose.text, start):
            for hit in names.spelled_at(prose.text, start):
                yield hit._replace(start=token.start)


def _with_people(field: Field, owner: list[MentionSpan | None], words: Lexicon) -> Field:
    """Enter the persons that something around their names shows, and set the other runs of words aside."""
    prose = field.prose
    persons: list[MentionSpan] = []
    dropped: set[int] = set()
    for segment in detect_people.segments(prose, owner, words):
        first, last = prose.tokens[segment.first], prose.tokens[segment.last]
        hits = list({id(hit): hit for hit in owner[segment.first : segment.last + 1] if hit is not None}.values())
        if hits:
            if len(hits) == 1 and hits[0].start <= first.start and hits[0].end >= last.end:
                hits[0].gender = hits[0].gender or segment.gender
            elif not prose.in_headline(first.start) and (longer := _extended(prose, segment, hits, words)):
                dropped |= {id(hit) for hit in hits}
                persons.append(longer)
            continue
        if segment.first == segment.last and segment.cue != "honorific":
            field.single.append(segment)
        elif person := detect_people.judge(prose, segment, words):
            persons.append(person)
        elif segment.first == segment.last:
            field.single.append(segment)
        else:
            field.unsure.append(segment)
    field.mentions = [mention for mention in field.mentions if id(mention) not in dropped]
    field.add(persons)
    return field


def _extended(prose: Prose, segment: Segment, hits: list[MentionSpan], words: Lexicon) -> MentionSpan | None:
    """Return a longer name than the known ones in it: of the same person if more than one word of it is known, else of another."""
    start, end = prose.tokens[segment.first].start, prose.tokens[segment.last].end
    long_hits = [hit for hit in hits if " " in prose.text[hit.start : hit.end]]
    if long_hits:
        if len(hits) == 1 and long_hits[0].end == end:
            return MentionSpan(start, end, "PERSON", long_hits[0].rule, 0.9, long_hits[0].senses, gender=segment.gender)
        return None
    person = detect_people.judge(prose, segment, words)
    return person or MentionSpan(start, end, "PERSON", "person.longer", 0.6, name=prose.text[start:end])
