"""A Windows event log that is not there: captured events, asked in the XPath that Windows is asked."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.windows import events
from barometer_agent.sources.windows.channel import Span
from barometer_agent.sources.windows.events import Event

MOST_CONDITIONS = 20  # Windows refuses a longer query ("Consuming Events")
CAPTURED = Path(__file__).parent / "captured"
_PART = re.compile(r"Provider\[@Name='([^']+)'\] and \(([^)]*)\)")
_RECORD = re.compile(r"EventRecordID > (\d+)")
_FROM, _TO = re.compile(r"@SystemTime >= '([^']+)'"), re.compile(r"@SystemTime <= '([^']+)'")


@dataclass
class FakeLog:
    """Its channels with what is in them. ``refused`` channels may not be read; ``newest`` numbers of other events."""

    channels: dict[str, list[str]] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    oldest: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    def add(self, *xml: str) -> "FakeLog":
        for each in xml:
            self.channels.setdefault(_event(each).channel, []).append(each)
        return self

    def until(self, now_us: int) -> "FakeLog":
        """As it was then; a channel in which there is nothing yet is there, and never was empty."""
        shown = {name: [xml for xml in all_of if _event(xml).at_us <= now_us] for name, all_of in self.channels.items()}
        return FakeLog(shown, dict.fromkeys(shown, 1))

    def span(self, channel: str) -> Span | None:
        if channel in self.refused:
            raise NoData(Reason("may not be read", "mag niet worden gelezen"))
        numbers = [_event(xml).record for xml in self.channels.get(channel, [])]
        numbers += [self.newest[channel]] if channel in self.newest else []
        return Span(self.oldest.get(channel, min(numbers)), max(numbers)) if numbers else None

    def query(self, channel: str, xpath: str, near: int, most: int) -> list[str]:
        if channel in self.refused:
            raise NoData(Reason("may not be read", "mag niet worden gelezen"))
        self.asked.append((channel, xpath, near))
        return [xml for xml in self.channels.get(channel, []) if _matches(_event(xml), xpath)][:most]


def _event(xml: str) -> Event:
    found = events.parse(xml)
    assert found is not None, xml
    return found


def _matches(event: Event, xpath: str) -> bool:
    assert xpath.startswith("*[System[")
    assert xpath.endswith("]]")
    assert len(re.findall(r"[<>]=?|=", xpath)) <= MOST_CONDITIONS, xpath
    wanted = {
        (provider, int(number))
        for provider, ids in _PART.findall(xpath)
        for number in re.findall(r"EventID=(\d+)", ids)
    }
    after, since, until = _RECORD.search(xpath), _FROM.search(xpath), _TO.search(xpath)
    return (
        (event.provider, event.id) in wanted
        and (after is None or event.record > int(after[1]))
        and (since is None or event.at_us >= (events.moment_us(since[1]) or 0))
        and (until is None or event.at_us <= (events.moment_us(until[1]) or 0))
    )


@pytest.fixture
def captured_xml() -> Callable[[str], list[str]]:
    """The events of a captured file, each as XML."""

    def load(name: str) -> list[str]:
        text = (CAPTURED / f"{name}.xml").read_text(encoding="utf-8")
        return re.findall(r"<Event .*?</Event>", text, re.DOTALL)

    return load


@pytest.fixture
def captured(captured_xml: Callable[[str], list[str]]) -> Callable[[str], tuple[Event, ...]]:
    """The events of a captured file, parsed."""
    return lambda name: tuple(_event(xml) for xml in captured_xml(name))


@pytest.fixture
def make_log(captured_xml: Callable[[str], list[str]]) -> Callable[..., FakeLog]:
    """A log that holds the events of captured files."""
    return lambda *names: FakeLog().add(*(xml for name in names for xml in captured_xml(name)))


@pytest.fixture
def make_event() -> Callable[..., str]:
    """An event as XML."""

    def make(
        provider: str,
        number: int,
        record: int,
        at: str,
        data: dict[str, str] | Iterable[str] = (),
        channel: str = "System",
    ) -> str:
        named = data.items() if isinstance(data, dict) else [("", value) for value in data]
        values = "".join(f"<Data{f' Name={name!r}' if name else ''}>{value}</Data>" for name, value in named)
        return (
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
            f"<System><Provider Name='{provider}'/>"
            f"<EventID>{number}</EventID><TimeCreated SystemTime='{at}'/><EventRecordID>{record}</EventRecordID>"
            f"<Channel>{channel}</Channel></System><EventData>{values}</EventData></Event>"
        )

    return make
