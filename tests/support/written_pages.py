"""Listing pages written for a test: posts as data, the page as text. The shapes are those of the real pages."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

HEAD = "Nejat Society\n  • Home\n  • Articles\n© 2003 - 2024 NEJAT Society. nejatngo.org\n"
FOOT = """Newer Posts
Older Posts

Recent Posts

  • A title beside the posts

    May 1, 2025
  • Facebook

© 2003 - 2025 NEJAT Society . All Rights Reserved. NejatNGO.org
"""
SHARE = "FacebookTwitterPinterestWhatsappTelegramSkypeEmail\n"


@dataclass(frozen=True)
class Written:
    """A post as a test writes it."""

    title: str
    paragraphs: tuple[str, ...]
    day: dt.date | None = dt.date(2015, 3, 4)
    category: str = "Harbour"
    captions: tuple[str, ...] = field(default=())
    comments: int = 0

    def block(self) -> str:
        """Return the post as on a full listing."""
        head = "".join(f"{caption}\n" for caption in self.captions) + f"{self.category}\n\n{self.title}\n\n"
        body = "\n\n".join(self.paragraphs) + "\n\n"
        end = f"{self.day:%B} {self.day.day}, {self.day.year} {self.comments} comments\n{SHARE}" if self.day else ""
        return head + body + end

    def excerpt(self, words: int = 30) -> str:
        """Return the post as on a listing of excerpts."""
        return f"{self.title}\n\n{' '.join(' '.join(self.paragraphs).split()[:words])} …\n\nRead more\n"

    def with_text(self, *paragraphs: str) -> "Written":
        """The same post, other words."""
        return replace(self, paragraphs=paragraphs)


def listing(posts: Sequence[Written], *, head: str = HEAD, foot: str = FOOT) -> str:
    """A full listing of `posts`."""
    return head + "".join(post.block() for post in posts) + foot


def excerpts(posts: Sequence[Written], heading: str = "Harbour", words: int = 30) -> str:
    """A listing of excerpts of `posts`."""
    return f"{heading}\n\n" + "\n".join(post.excerpt(words) for post in posts)


def prose(seed: int, sentences: int = 6) -> str:
    """Sentences in which hardly any five words in a row are those of another seed."""
    words = [
        f"{_SYLLABLES[(seed * 7 + i * 3 + i * i * seed) % 23]}{_SYLLABLES[(seed + i * 5) % 19]}"
        for i in range(sentences * 9)
    ]
    lines = [" ".join(words[i * 9 : i * 9 + 9]) for i in range(sentences)]
    return " ".join(f"{line[0].upper()}{line[1:]} {seed * 31 + number}." for number, line in enumerate(lines))


_SYLLABLES = "ba re lo mi tu sa ke no vi ra de fo li pu ga se to ni mo ta ri lu ve".split()  # noqa: SIM905
