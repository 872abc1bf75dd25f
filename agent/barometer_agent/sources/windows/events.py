"""One event of a Windows event log, out of the XML in which Windows gives it.

The shape is documented by Microsoft under "Event Schema": ``System`` is the same for every event, ``EventData`` holds
``Data`` elements, by name or (of older sources) by position, ``UserData`` one element of the source's own. Only names
and positions are read: the text that a person sees is in the language of that Windows, and so are some values.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree

_NAMESPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z")
# Windows puts characters into its XML that XML does not allow, as they are or as references.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|&#(?:x[01]?[0-9a-fA-F]|[12]?\d|3[01]);")
_ALLOWED = frozenset({"&#9;", "&#10;", "&#13;", "&#x9;", "&#xA;", "&#xa;", "&#xD;", "&#xd;"})
_PERSON = re.compile(r"S-1-(5-21|12-1)-")  # the SID of an account of a machine or domain, or of Entra ID


@dataclass(frozen=True)
class Event:
    """``at_us`` since 1970 UTC. ``data`` by name, ``values`` all of them by position.

    ``by_person`` says that a person's account logged it (rather than the system's); which one is not kept.
    """

    id: int
    provider: str
    record: int
    at_us: int
    channel: str = ""
    by_person: bool = False
    data: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()

    def text(self, name: str, position: int) -> str:
        """The value of that name; at that position where the source gives no names; "" where there is none."""
        if name in self.data:
            return self.data[name]
        if self.data or position >= len(self.values):
            return ""
        return self.values[position]

    def number(self, name: str) -> int | None:
        """The value of that name as a number (decimal, or hexadecimal with 0x); None where there is none."""
        return number(self.data.get(name, ""))

    def moment_us(self, name: str) -> int | None:
        """The value of that name as a moment, since 1970 UTC; None where there is none."""
        return moment_us(self.data.get(name, ""))

    def is_true(self, name: str) -> bool:
        """Whether the value of that name is yes."""
        return self.data.get(name, "").lower() in ("true", "1")


def parse(xml: str) -> Event | None:
    """The event in ``xml``; None where it is not one that can be read."""
    try:
        root = ElementTree.fromstring(_NOT_XML.sub(_kept, xml))  # noqa: S314 - Windows itself wrote it
        return _event(root)
    except (ElementTree.ParseError, ValueError):
        return None


def moment_us(text: str) -> int | None:
    """``2026-03-02T07:41:09.1234567Z``, with any number of decimals, in microseconds since 1970 UTC."""
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return None
    *parts, decimals = found.groups(default="")
    try:
        seconds = datetime(*map(int, parts), tzinfo=UTC)  # type: ignore[arg-type,misc]  # six numbers, as matched
    except ValueError:
        return None
    return int(seconds.timestamp()) * 1_000_000 + int(decimals[:6].ljust(6, "0"))


def stamp(at_us: int) -> str:
    """The moment as a query of a log takes it, cut off to milliseconds."""
    moment = datetime.fromtimestamp(max(0, at_us) // 1_000_000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{max(0, at_us) // 1000 % 1000:03d}Z"


def number(text: str) -> int | None:
    """A whole number as Windows writes it, decimal or with 0x; None for anything else."""
    try:
        return int(text.strip(), 0)
    except ValueError:
        return None


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0] in _ALLOWED else "\ufffd"


def _event(root: ElementTree.Element) -> Event:
    system = root.find(f"{_NAMESPACE}System")
    if system is None:
        raise ValueError("an event has a System element")
    at_us = moment_us(_attribute(system, "TimeCreated", "SystemTime"))
    if at_us is None:
        raise ValueError("an event has a time")
    data = list(_data(root))
    return Event(
        id=int(_text(system, "EventID")),
        provider=_attribute(system, "Provider", "Name"),
        record=int(_text(system, "EventRecordID")),
        at_us=at_us,
        channel=_text(system, "Channel"),
        by_person=_PERSON.match(_attribute(system, "Security", "UserID")) is not None,
        data={name: text for name, text in data if name},
        values=tuple(text for _, text in data),
    )


def _data(root: ElementTree.Element) -> list[tuple[str, str]]:
    told = root.find(f"{_NAMESPACE}EventData")
    if told is not None:
        return [(each.get("Name", ""), each.text or "") for each in told.iterfind(f"{_NAMESPACE}Data")]
    own = root.find(f"{_NAMESPACE}UserData")
    return [(each.tag.rpartition("}")[2], each.text or "") for group in own or () for each in group]


def _text(parent: ElementTree.Element, name: str) -> str:
    return (parent.findtext(f"{_NAMESPACE}{name}") or "").strip()


def _attribute(parent: ElementTree.Element, name: str, attribute: str) -> str:
    found = parent.find(f"{_NAMESPACE}{name}")
    return "" if found is None else found.get(attribute, "")
