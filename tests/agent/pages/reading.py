"""A page as a browser reads it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "input"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str = "", **attributes: str) -> list["Element"]:
        """Those within that have this name, and in each of these attributes (``class_``, ``aria_label``) this word."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                fits = all(word in child._words(key) for key, word in attributes.items())
                found += [child] if fits and name in ("", child.name) else []
                found += child.all(name, **attributes)
        return found

    def _words(self, key: str) -> list[str]:
        return self.attributes.get(key.rstrip("_").replace("_", "-"), "").split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The document. Raises AssertionError where an element is not closed, or another one is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root
