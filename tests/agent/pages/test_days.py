"""Every single value, by day."""

from datetime import date

from barometer_agent.language import speaker
from barometer_agent.pages.days import Days
from barometer_agent.pages.month import Day, Message, Values
from barometer_agent.pages.wording import Wording
from barometer_agent.sent import Words
from tests.agent.pages.reading import Element, read


def days(*told: Day, code: str = "en") -> Element:
    say = speaker(code)
    return read(Days(Words(say, code), Wording(say)).section(told))


def day(*values: Values, messages: list[Message] | None = None, number: int = 21) -> Day:
    made = Day(date(2026, 9, number), messages or [])
    made.values = {(one.metric, one.about): one for one in values}
    return made


def row(told: str) -> Values:
    return Values("dns_us", "Name look-up", "intranet", 2, 0, 1, 2, 2, told={"over Wi-Fi": told})


def test_a_row_says_how_often_from_what_to_what_and_the_last() -> None:
    values = Values("dns_us", "Name look-up", "intranet", 12_345, 2, 1000, 34_000, 2500, 5, told={"": "14:05 2.5 ms"})
    (shown,) = days(day(values)).all("details", class_="one")
    assert [one.text for one in shown.all("summary")[0].children if isinstance(one, Element)] == [
        "Name look-up intranet",
        "12,345",
        "1.0\xa0ms to 34.0\xa0ms",
        "last 2.5\xa0ms",
    ]


def test_every_value_stands_in_its_row_with_its_time_and_what_stood_beside_it() -> None:
    (shown,) = days(day(row("14:05 1.0 ms\t14:10 2.0 ms"))).all("div", class_="all")
    assert shown.text == "over Wi-Fi: 14:05\xa01.0\xa0ms\t14:10\xa02.0\xa0ms"


def test_what_never_answered_has_no_bounds_and_what_only_happens_has_no_value() -> None:
    silent = Values("dns_us", "Name look-up", "", 3, 3, told={"": "1 x"})
    crash = Values("app_crash", "Application crash", "mail", 1, 0, 1, 1, 1, 1, told={"version 3": "14:05"})
    first, second = (one.all("span", class_="n") for one in days(day(silent, crash)).all("details", class_="one"))
    assert [one.text for one in first] == ["1", "", ""]
    assert [one.text for one in second] == ["3", "tried, no answer", ""]


def test_the_newest_day_is_open_and_each_says_what_left() -> None:
    message = Message("14:13", "acknowledged", 1, 0, ["x"], [])
    root = days(day(messages=[message]), day(messages=[message, message], number=20), code="nl")
    first, second = root.all("details", class_="day")
    assert ("open" in first.attributes, "open" in second.attributes) == (True, False)
    assert [one.all("summary")[0].text for one in (first, second)] == [
        "maandag 21 september1 bericht, 1 meting",
        "zondag 20 september2 berichten, 2 metingen",
    ]


def test_every_message_is_told_the_newest_first_and_what_became_of_it() -> None:
    messages = [
        Message("14:08", "refused", 2, 1, ["Boot time: 1.0 s"], ["Not measured: <b>"]),
        Message("14:13", "acknowledged", 1, 0, ["Boot time: 2.0 s"], []),
    ]
    lines = days(day(messages=messages)).all("li")
    assert [one.text for one in lines] == [
        "14:13 1 measurementBoot time: 2.0 s",
        "14:08 2 measurements, 1 answer refused by the collectorBoot time: 1.0 sNot measured: <b>",
    ]
