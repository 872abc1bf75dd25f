"""HTML in which nothing that came from elsewhere is ever taken for HTML: texts are escaped unless they are Markup."""

from collections.abc import Iterable
from html import escape

_VOID = frozenset({"meta", "link", "input", "br", "path", "circle", "rect"})


class Markup(str):
    """HTML already."""

    __slots__ = ()


def escaped(text: object) -> Markup:
    """``text`` as it is read. What cannot be seen (control characters, turns of the direction of writing) is left out."""
    if isinstance(text, Markup):
        return text
    plain = str(text)
    if not plain.isprintable():
        plain = "".join(
            one for one in (" " if one.isspace() and one != "\n" else one for one in plain) if _is_seen(one)
        )
    return Markup(escape(plain))


def element(name: str, *inside: object, **attributes: object) -> Markup:
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


def _is_seen(one: str) -> bool:
    return one == "\n" or one.isprintable()
