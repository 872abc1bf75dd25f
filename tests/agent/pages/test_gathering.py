"""From batches to what a page tells."""

from datetime import UTC, date, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.language import speaker
from barometer_agent.link.messages import SentMessage
from barometer_agent.pages.gathering import Gatherer
from barometer_agent.pages.month import Month
from barometer_shared.questions import Answer, FacesAnswer
from barometer_shared.samples import AgentFacts, Batch, Gap, GapKind, Sample

AT = 1_790_000_000_000  # 21 September 2026, 14:13 UTC
HOUR = 3_600_000
WIFI = {"link": "wifi", "signal_dbm": "-60"}


def batch(*samples: Sample, **parts: Any) -> Batch:
    facts = parts.pop("facts", AgentFacts("0.1.0", "linux", "Debian 12"))
    return Batch("a" * 32, "2026-09", AT, 120, "boot", facts, samples=list(samples), **parts)


def gathered(*batches: tuple[Batch, int, str], code: str = "en") -> Month:
    gatherer = Gatherer(speaker(code), code, UTC)
    for one, settled, outcome in batches:
        gatherer.take(one, settled, outcome)
    return gatherer.month()


def test_a_day_holds_what_left_on_it_by_the_laptops_own_time() -> None:
    gatherer = Gatherer(speaker("en"), "en", timezone(timedelta(hours=10)))
    gatherer.take(batch(Sample("boot_ms", 1000, AT)), AT, "acknowledged")
    (day,) = gatherer.month().days
    assert day.date == date(2026, 9, 22)
    assert day.messages[0].at == "00:13"


def test_the_newest_day_comes_first_and_an_older_value_tells_its_day() -> None:
    late = batch(Sample("boot_ms", 1000, AT - 48 * HOUR))
    month = gathered(
        (batch(Sample("boot_ms", 2000, AT - 24 * HOUR)), AT - 24 * HOUR, "acknowledged"), (late, AT, "acknowledged")
    )
    assert [day.date for day in month.days] == [date(2026, 9, 21), date(2026, 9, 20)]
    assert month.days[0].values["boot_ms", ""].told == {"": "19 September 14:13 1.0 s"}
    assert month.days[1].values["boot_ms", ""].told == {"": "14:13 2.0 s"}


def test_values_stand_by_what_stood_beside_them() -> None:
    samples = [Sample("dns_us", 3000, AT, "intranet", WIFI), Sample("dns_us", 4000, AT + HOUR, "intranet")]
    values = gathered((batch(*samples), AT, "acknowledged")).days[0].values["dns_us", "intranet"]
    assert values.told == {"over Wi-Fi, Wi-Fi signal about -60 dBm": "14:13 3.0 ms", "": "15:13 4.0 ms"}
    assert (values.title, values.about, values.count) == ("Name look-up", "intranet", 2)


def test_a_message_has_a_line_for_what_stood_beside_its_values() -> None:
    samples = [
        Sample("dns_us", 3000, AT, "intranet", WIFI),
        Sample("dns_us", 0, AT, "mail", WIFI, failed=True),
        Sample("resource_pressure_permille", 4, AT, "cpu"),
    ]
    (message,) = gathered((batch(*samples), AT, "acknowledged"), code="nl").days[0].messages
    assert message.lines == [
        "Naam opzoeken: intranet 3,0 ms, mail geprobeerd, geen antwoord (via wifi, wifi-signaal ongeveer -60 dBm)",
        "Druk per onderdeel: processor 0,4 %",
    ]


def test_what_only_happens_has_a_time_and_no_value() -> None:
    samples = [Sample("app_crash", 1, AT, "mail", {"version": "3"}), Sample("os_restart", 1, AT)]
    (day,) = gathered((batch(*samples), AT, "acknowledged")).days
    assert day.values["app_crash", "mail"].told == {"version 3": "14:13"}
    assert day.messages[0].lines == ["Application crash: mail (version 3)", "Restart"]


def test_a_message_tells_what_is_not_measured_when_that_changed_and_what_was_dropped() -> None:
    gap = Gap("sign_in_ms", GapKind.NO_DATA, {"en": "no session"})
    month = gathered(
        (batch(gaps=[gap]), AT, "acknowledged"), (batch(gaps=[gap], dropped={"dns_us": 3}), AT + HOUR, "refused")
    )
    first, second = month.days[0].messages
    assert first.notes == ["Not measured: Sign-in time – no session"]
    assert second.notes == ["Dropped here (no room, the disk failed, or over 30 days old): 3 × Name look-up"]
    assert (second.outcome, month.gaps) == ("refused", [gap])


def test_answers_that_go_once_more_are_told_once() -> None:
    answer = Answer("b" * 32, "pulse", FacesAnswer(4), AT, "anna")
    again = batch(answers=[answer])
    month = gathered((again, AT, "refused"), (again, AT + HOUR, "acknowledged"))
    assert month.answers == [answer]
    assert [message.answers for message in month.days[0].messages] == [1, 1]


def test_of_an_anonymous_question_only_the_message_is_told() -> None:
    gatherer = Gatherer(speaker("en"), "en", UTC)
    gatherer.tell(SentMessage(AT, "calm-week"))
    assert "calm-week" in gatherer.month().anonymous[0]
    assert gatherer.month().days == []


def test_each_version_that_sent_is_named_once() -> None:
    newer = AgentFacts("0.2.0", "linux", "Debian 12")
    month = gathered(
        (batch(), AT, "acknowledged"), (batch(), AT, "acknowledged"), (batch(facts=newer), AT, "acknowledged")
    )
    assert month.systems == ["Barometer 0.1.0 on Debian 12", "Barometer 0.2.0 on Debian 12"]


@given(
    st.lists(
        st.builds(
            Sample,
            st.sampled_from(["dns_us", "boot_ms", "of_tomorrow"]),
            st.integers(-5, 10**9),
            st.integers(0, 9_999_999_999_999),
            st.sampled_from(["", "a", "b"]),
            st.dictionaries(st.sampled_from(["link", "x"]), st.text(max_size=3), max_size=2),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_every_value_is_in_its_row_and_in_its_message(samples: list[Sample]) -> None:
    month = gathered((batch(*samples), AT, "acknowledged"))
    rows = month.days[0].values.values()
    assert sum(row.count for row in rows) == len(samples) == month.samples
    told = [piece for row in rows for text in row.told.values() for piece in text.split("\t")]
    assert sum(int(piece[piece.rindex("(") + 1 : -2]) if piece.endswith("×)") else 1 for piece in told) == len(samples)


def test_what_comes_late_for_a_day_is_told_with_it() -> None:
    one, other = (batch(Sample("boot_ms", value, AT)) for value in (1000, 2000))
    month = gathered((one, AT, "acknowledged"), (one, AT + 24 * HOUR, "acknowledged"), (other, AT, "acknowledged"))
    assert month.days[1].values["boot_ms", ""].told == {"": "14:13 1.0 s\t14:13 2.0 s"}
    assert month.days[1].samples == 2
