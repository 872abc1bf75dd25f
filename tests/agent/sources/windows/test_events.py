from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.windows import events
from barometer_agent.sources.windows.events import Event

Captured = Callable[[str], tuple[Event, ...]]
NEW_YEAR_US = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z


@pytest.mark.parametrize(
    ("text", "at_us"),
    [
        ("2026-01-01T00:00:00Z", NEW_YEAR_US),
        ("2026-01-01T00:00:00.1234567Z", NEW_YEAR_US + 123_456),
        ("2026-01-01T00:00:00.734000400Z", NEW_YEAR_US + 734_000),
        ("2026-01-01T00:00:01.5Z", NEW_YEAR_US + 1_500_000),
        ("1601-01-01T00:00:00.0000000Z", -11_644_473_600_000_000),
    ],
)
def test_a_moment_may_have_any_number_of_decimals(text: str, at_us: int) -> None:
    assert events.moment_us(text) == at_us


@pytest.mark.parametrize(
    "text", ["", "01-03-2026", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00+01:00", "133848000000000000"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert events.moment_us(text) is None


@given(st.integers(min_value=0, max_value=4_000_000_000_000_000))
def test_a_moment_asked_of_a_log_is_the_same_to_the_millisecond(at_us: int) -> None:
    assert events.moment_us(events.stamp(at_us)) == at_us // 1000 * 1000


def test_an_event_gives_its_fields_by_name(captured: Captured) -> None:
    event = captured("crashes-windows11-en")[0]
    assert (event.id, event.provider, event.record, event.channel) == (1000, "Application Error", 5007, "Application")
    assert event.data["AppName"] == "OUTLOOK.EXE"
    assert event.text("AppVersion", 9) == "16.0.17928.20114"
    assert event.by_person


def test_an_older_event_gives_its_fields_by_position(captured: Captured) -> None:
    event = captured("crashes-windows10-nl")[0]
    assert event.text("AppName", 0) == "Salarisadministratie.exe"
    assert event.text("AppName", 99) == ""
    assert not event.by_person


def test_a_missing_name_is_not_taken_by_its_position(captured: Captured) -> None:
    assert captured("crashes-windows11-en")[0].text("Missing", 0) == ""


def test_what_a_source_put_into_an_element_of_its_own_is_read_by_name() -> None:
    xml = (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        "<Provider Name='Microsoft-Windows-Eventlog'/><EventID>104</EventID>"
        "<TimeCreated SystemTime='2026-01-01T00:00:00.1234567Z'/><EventRecordID>1</EventRecordID></System><UserData>"
        "<LogFileCleared xmlns='http://manifests.microsoft.com/win/2004/08/windows/eventlog'>"
        "<Channel>Application</Channel></LogFileCleared></UserData></Event>"
    )
    event = events.parse(xml)
    assert event is not None
    assert event.data == {"Channel": "Application"}


def test_an_event_without_data_has_none(make_event: Callable[..., str]) -> None:
    event = events.parse(make_event("A", 1, 2, "2026-01-01T00:00:00Z"))
    assert event is not None
    assert (event.values, event.data, event.number("x"), event.moment_us("x"), event.is_true("x")) == (
        (),
        {},
        None,
        None,
        False,
    )


@pytest.mark.parametrize("bad", ["\x01", "&#1;", "&#x1F;", "&#x0;", "\ufffe"])
def test_characters_that_xml_does_not_allow_do_not_hide_an_event(make_event: Callable[..., str], bad: str) -> None:
    event = events.parse(make_event("A", 1, 2, "2026-01-01T00:00:00Z", {"name": f"a{bad}b"}))
    assert event is not None
    assert event.data["name"] == "a\ufffdb"


@pytest.mark.parametrize("good", ["&#9;", "&#xA;", "&#13;", "&amp;", "é"])
def test_characters_that_xml_allows_are_kept(make_event: Callable[..., str], good: str) -> None:
    event = events.parse(make_event("A", 1, 2, "2026-01-01T00:00:00Z", {"name": f"a{good}b"}))
    assert event is not None
    assert "\ufffd" not in event.data["name"]


@pytest.mark.parametrize("xml", ["", "<Event", "<Event/>", "<a>b</a>"])
def test_what_is_no_event_is_none(xml: str) -> None:
    assert events.parse(xml) is None


def test_an_event_without_a_time_is_none(make_event: Callable[..., str]) -> None:
    assert events.parse(make_event("A", 1, 2, "gisteren")) is None


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_parser(text: str) -> None:
    assert events.parse(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("0x1f", 31), (" 7 ", 7), ("", None), ("12,5", None), ("true", None)]
)
def test_numbers_are_read_as_windows_writes_them(text: str, value: int | None) -> None:
    assert events.number(text) == value
