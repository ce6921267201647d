"""Reads XML record by record, without ever holding the whole of it, through defusedxml.

Each record is a small tree of `Element`, with the line where it begins. A document type declaration, an entity, an
external reference, a depth or a size beyond the limits, and a file that ends early are refused.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from comity.subjects.readers.source import Source, refused

RECORD = 1 << 20
"""The most characters of text in one record."""
ELEMENTS = 10_000
"""The most elements in one record."""
_CHUNK = 1 << 16


@dataclass(slots=True)
class Element:
    """One element: its tag without namespace, its line, its own text, the elements in it, and its attributes."""

    tag: str
    line: int
    content: str = ""
    children: list[Element] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def all(self, tag: str) -> list[Element]:
        """This function returns the elements directly inside that have a tag."""
        return [child for child in self.children if child.tag == tag]

    def text(self, tag: str) -> str:
        """This function returns the text of the first element with a tag, with single spaces, or nothing."""
        return next((" ".join(child.content.split()) for child in self.children if child.tag == tag), "")

    def texts(self, tag: str) -> list[str]:
        """This function returns the texts, not empty, of the elements VALUE inside the elements with a tag."""
        found = (" ".join(v.content.split()) for child in self.all(tag) for v in child.all("VALUE"))
        return [text for text in found if text]


class _Records:
    """What the parser tells about: keeps the open elements and hands out each record when it ends."""

    def __init__(self, name: str, root: str, tags: frozenset[str], depth: int) -> None:
        self.name, self.root, self.tags, self.depth = name, root, tags, depth
        self.done: deque[Element] = deque()
        self.parser: DefusedXMLParser | None = None
        self._path: list[str] = []
        self._open: list[Element] = []
        self._size = self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if not self._path and tag != self.root:
            raise refused(self.name, f"it begins with {tag[:40]!r}, not with {self.root}", code="another")
        self._path.append(tag)
        if len(self._path) > self.depth:
            raise refused(self.name, f"its elements are nested deeper than {self.depth}", code="depth")
        if self._open or tag in self.tags:
            if not self._open:
                self._size = self._count = 0
            self._count += 1
            self._size += sum(map(len, attributes.values()))
            line = self.parser.parser.CurrentLineNumber if self.parser else 0
            element = Element(tag, line, attributes=dict(attributes))
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)
            self._limit()

    def data(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            self._limit()
            self._open[-1].content += text

    def end(self, _tag: str) -> None:
        self._path.pop()
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.done.append(element)

    def close(self) -> None:
        """This function ends the file; the parser has seen to it that every element is closed."""

    def _limit(self) -> None:
        if self._size > RECORD or self._count > ELEMENTS:
            line = self._open[0].line
            raise refused(self.name, f"the entry in line {line} is larger than any real one", code="record")


def records(source: Source, *, root: str, tags: frozenset[str], depth: int) -> Iterator[Element]:
    """This function gives each element with one of the tags, in the order of the file.

    Args:
        source: the file.
        root: the tag that the file must begin with.
        tags: the tags of records; a record inside a record is part of it.
        depth: the deepest nesting.

    Raises:
        UnreadableFile: the file is cut off, not well-formed, hostile, or begins with another element.
    """
    target = _Records(source.name, root, tags, depth)
    parser = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    target.parser = parser
    stream = source.rewound()
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            while target.done:
                yield target.done.popleft()
        parser.close()
    except DefusedXmlException:
        raise refused(
            source.name,
            "it declares a document type or entities, as attacks do and the publisher's file does not",
            "Get the file from its publisher again",
            code="hostile",
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise refused(
            source.name, f"it is no whole XML file: {error}", "It may be cut off; get it again", code="cut-off"
        ) from None
    yield from target.done


def check_count(elements: Iterable[Element], source: Source, *, most: int) -> None:
    """This function reads all entries for their form, and refuses a file with none of them or with too many.

    Raises:
        UnreadableFile: the file is none of the list.
    """
    count = 0
    for count, _ in enumerate(elements, 1):
        if count > most:
            raise refused(source.name, "it has too many entries", "Raise limits.rows_per_file", code="rows")
    if not count:
        raise refused(source.name, "it has no entries", "Download it again", code="empty")
