"""What can be shown away from Windows; tests/windows calls the functions themselves."""

import ctypes
from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import eventlog
from barometer_agent.sources.windows.eventlog import EventLog


def test_elsewhere_there_are_no_event_logs() -> None:
    with pytest.raises(NoData, match=r"no EvtOpenLog in wevtapi\.dll"):
        EventLog().span("System")
    with pytest.raises(NoData, match=r"no EvtQuery in wevtapi\.dll"):
        EventLog().query("System", "*", 0, 10)


def test_a_variant_is_as_large_as_that_of_windows() -> None:
    assert ctypes.sizeof(eventlog.Variant) == 16
    assert eventlog.Variant.type.offset == 12


class Wevtapi:
    """A log of three events, of which Windows cannot give the second."""

    XML = ("<Event>1</Event>", None, "<Event>3</Event>")

    def __init__(self) -> None:
        self.given, self.open = 0, 0

    def function(self, _library: str, name: str, *_types: Any) -> Callable[..., int]:
        return {"EvtQuery": lambda *_: 99, "EvtNext": self.next, "EvtRender": self.render, "EvtClose": self.close}[name]

    def next(self, _results: Any, most: int, handles: Any, _patience: int, _flags: int, returned: Any) -> int:
        count = min(most, len(self.XML) - self.given)
        handles[:count] = range(self.given + 1, self.given + 1 + count)
        returned._obj.value = count
        self.given += count
        self.open += count
        return count

    def render(
        self, _context: Any, event: int, _kind: int, _size: int, buffer: Any, used: Any, _properties: Any
    ) -> int:
        text = self.XML[event - 1]
        if text is None:
            return 0
        raw = text.encode("utf-16-le")
        buffer[: len(raw)] = raw
        used._obj.value = len(raw)
        return 1

    def close(self, handle: int) -> int:
        self.open -= handle != 99
        return 1


def test_an_event_that_windows_cannot_give_is_counted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    wevtapi = Wevtapi()
    monkeypatch.setattr(eventlog, "function", wevtapi.function)
    assert EventLog().query("System", "*", 0, 3) == ["<Event>1</Event>", "", "<Event>3</Event>"]
    assert wevtapi.open == 0
