"""Reads a fragment of XML, also a broken one, into a small tree. Names are in lower case, with a usual prefix.

lxml reads with recovery and without document type declarations. What it would drop is corrected before: entities of HTML,
ampersands and angle brackets that begin nothing, characters that XML forbids, tags of HTML that need no end.
"""

import html as entities
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from clippings import data

_PREFIX_OF: dict[str, str] = data.read("feeds.toml")["prefixes"]
_DECLARED = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"'<>]*)["']""")
_EXPORT = re.compile(r"^https?://wordpress\.org/export/[\d.]+/(excerpt/)?$")
_MENDED = re.compile(
    r"(?P<section><!\[CDATA\[(?:[\s\S]*?\]\]>|[\s\S]*))"
    r"|&(?P<name>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?P<bare>&|<(?![A-Za-z_/!?]))"
    r"|<(?P<void>(?:br|hr|img|input|wbr)\b[^<>]*?)/?>"
)
_XML_ENTITIES = ("amp", "lt", "gt", "quot", "apos")
_TAG_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]{0,40}:(?=[A-Za-z])")
# <description><p>One<p>Two</description>
_TEXT_FIELD = re.compile(
    r"(<(description|content:encoded|content|summary)\b[^<>]*(?<!/)>)((?:(?!<!\[CDATA\[|</?\2\b)[\s\S])*)(?=</\2\s*>)"
)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class XmlElement:
    """An element: its name as `prefix:name`, attributes, children, its text without tags, and its content as markup.

    `inner` is empty if there are no children.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["XmlElement"] = field(default_factory=list)
    content: str = ""
    inner: str = ""

    def get(self, name: str) -> str | None:
        """Return the attribute `name`, which is in lower case."""
        return self.attributes.get(name)

    def find(self, name: str) -> "XmlElement | None":
        """Return the first child called `name` that is not empty."""
        named = (child for child in self.children if child.name == name)
        return next((child for child in named if child.content.strip() or child.inner), None)

    def text(self, name: str) -> str | None:
        """Return the text of the first child called `name`."""
        child = self.find(name)
        return child.content.strip() if child else None


def namespaces(attributes: str) -> dict[str, str]:
    """Return the usual prefix by declared prefix, from the unparsed attributes of a start tag."""
    return {prefix: _usual(uri, prefix) for prefix, uri in _DECLARED.findall(attributes)}


def parse(fragment: str, spaces: Mapping[str, str]) -> XmlElement | None:
    """Return the element that `fragment` begins with, down to the children of its children; None if it is hopeless."""
    mended = _MENDED.sub(_mend, _NOT_XML.sub("", fragment))
    if mended.rfind("<![CDATA[") > mended.rfind("]]>"):
        mended += "]]>"
    root, is_nested = _tree(mended)
    if is_nested:  # markup that was not escaped, its tags without end: it would take the fields below it for its own
        root, _ = _tree(_TEXT_FIELD.sub(r"\1<![CDATA[\3]]>", mended))
    return None if root is None else _element(root, spaces, depth=0)


def _tree(source: str) -> tuple[etree._Element | None, bool]:
    """Return the root, and whether start and end tags do not fit."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True,
        remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    return root, any(error.type == etree.ErrorTypes.ERR_TAG_NAME_MISMATCH for error in parser.error_log)


def _mend(match: re.Match[str]) -> str:
    if match["section"]:
        return match[0]
    if match["void"]:
        return f"<{match['void']}/>"
    if match["bare"]:
        return entities.escape(match[0])
    if match["name"] in _XML_ENTITIES:
        return match[0]
    character = entities.unescape(match[0])
    return entities.escape(_NOT_XML.sub("", character)) if character != match[0] else f"&amp;{match['name']};"


def _usual(uri: str, prefix: str) -> str:
    if match := _EXPORT.match(uri):
        return "excerpt" if match[1] else "wp"
    return _PREFIX_OF.get(uri.lower(), prefix.lower())


def _element(node: etree._Element, spaces: Mapping[str, str], depth: int) -> XmlElement:
    children = [child for child in node if isinstance(child.tag, str)]
    return XmlElement(
        name=_name(str(node.tag), spaces),
        attributes={_name(str(name), spaces): str(value) for name, value in node.attrib.items()},
        children=[_element(child, spaces, depth + 1) for child in children] if depth < 2 else [],
        content="".join(map(str, node.itertext())),
        inner=_inner(node) if children and depth == 1 else "",
    )


def _name(name: str, spaces: Mapping[str, str]) -> str:
    """`{uri}name` or `prefix:name` under its usual prefix."""
    if name.startswith("{"):
        uri, local = name[1:].split("}", 1)
        prefix = _usual(uri, "")
        # an entry that declares Atom as its own namespace has elements without a prefix
        prefix = "" if prefix == "atom" else prefix
    elif ":" in name:
        prefix, local = name.split(":", 1)
        prefix = spaces.get(prefix, prefix.lower())
    else:
        prefix, local = "", name
    return f"{prefix}:{local}".lower() if prefix else local.lower()


def _inner(node: etree._Element) -> str:
    """Return the content of `node` as HTML, names without their prefixes."""
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in node]
    return entities.escape(node.text or "", quote=False) + _TAG_PREFIX.sub(r"\1", "".join(parts))
