"""HTML in which nothing that came from elsewhere is ever taken for HTML: texts are escaped unless they are Markup."""

from collections.abc import Iterable
from html import escape

_VOID = frozenset({"meta", "input"})
_KEPT = "\n\u00a0"  # a fixed space, at which no line ends


class Markup(str):
    """HTML already."""

    __slots__ = ()


def escaped(text: object) -> Markup:
    """``text`` as it is read, without what cannot be seen: control characters, turns of the direction of writing."""
    if isinstance(text, Markup):
        return text
    plain = str(text)
    return Markup(escape(plain if plain.isprintable() else "".join(filter(None, map(_seen, plain)))))


def element(name: str, /, *inside: object, **attributes: object) -> Markup:
    """``<name>`` with what is ``inside``. Of an attribute, False and None leave it out and True has no value.

    ``class_`` is class, and ``aria_label`` aria-label.
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(inside)}</{name}>")


def joined(parts: Iterable[object]) -> Markup:
    """One after the other; None is nothing."""
    return Markup("".join(escaped(part) for part in parts if part is not None))


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escaped(value)}"'


def _seen(one: str) -> str:
    if one in _KEPT or one.isprintable():
        return one
    return " " if one.isspace() else ""
