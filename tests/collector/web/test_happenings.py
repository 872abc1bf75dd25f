from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.rollup.views import EventFigure
from barometer_collector.web.formats import Formats
from barometer_collector.web.happenings import Happening, happenings_of
from barometer_collector.web.language import load_languages

LANGUAGES = load_languages()
AT = 1_795_262_400_000
UPDATED = {"after_update": "yes"}
# as the laptop tells a boot; what happened is read newest first
BOOT = (
    EventFigure("boot_ms", "", AT, 95_400, UPDATED),
    EventFigure("boot_idle_ms", "", AT, 41_000, UPDATED),
    EventFigure("boot_phase_ms", "kernel", AT, 12_000, UPDATED),
    EventFigure("boot_phase_ms", "desktop", AT, 60_000, UPDATED),
    EventFigure("boot_culprit_ms", "Print Spooler", AT, 3_000, {**UPDATED, "kind": "service"}),
    EventFigure("boot_culprit_ms", "backup.exe", AT, 21_000, {**UPDATED, "kind": "application"}),
)


def told(*events: EventFigure, code: str = "en") -> list[Happening]:
    language = LANGUAGES[code]
    return [_plain(one) for one in happenings_of(language, Formats(language.locale, UTC), events[::-1])]


def _plain(one: Happening) -> Happening:
    texts = {name: text.replace("\u00a0", " ") for name, text in vars(one).items() if isinstance(text, str)}
    parts = {
        name: tuple(part.replace("\u00a0", " ") for part in text)
        for name, text in vars(one).items()
        if isinstance(text, tuple)
    }
    return Happening(one.at, **{**texts, **parts})  # type: ignore[arg-type]


def test_a_boot_is_one_thing_with_its_parts_and_what_held_it_up() -> None:
    [boot] = told(*BOOT)
    assert boot == Happening(
        AT,
        "Boot time",
        figure="95.4 s",
        note="first start after an update",
        phases=("kernel 12.0 s", "desktop 60.0 s"),
        culprits=("backup.exe 21.0 s (application)", "Print Spooler 3.0 s (service)"),
        rest="41.0 s",
    )


def test_a_dutch_reader_reads_it_in_dutch() -> None:
    [boot] = told(*BOOT, code="nl")
    assert (boot.title, boot.note, boot.phases[1]) == ("Opstarttijd", "eerste start na een update", "bureaublad 60,0 s")
    assert boot.culprits[0] == "backup.exe 21,0 s (programma)"


def test_why_the_system_ended_is_said_in_words() -> None:
    [crash] = told(EventFigure("os_crash", "", AT, 1, {"reason": "crash", "code": "0x0000007e"}))
    assert (crash.title, crash.figure, crash.note) == (
        "System crash or power loss",
        "",
        "the system itself crashed, code 0x0000007e",
    )


def test_a_storm_of_crashes_is_one_line_that_counts_them_all() -> None:
    fault = {"exception": "0xe0434352"}
    storm = [EventFigure("app_crash", "fragile.exe", AT + second, 1, fault) for second in range(9)]
    last = EventFigure("app_crash", "fragile.exe", AT + 10, 1, {**fault, "more": "1230"})
    other = EventFigure("app_crash", "mail.exe", AT + 11, 1, fault)
    later = EventFigure("app_crash", "mail.exe", AT + 11 + 3_600_000, 1, fault)
    assert [(one.subject, one.figure, one.note) for one in told(*storm, last, other, later)] == [
        ("mail.exe", "", "exception 0xe0434352"),
        ("mail.exe", "", "exception 0xe0434352"),
        ("fragile.exe", "1,240 times", "exception 0xe0434352"),
    ]


def test_two_boots_of_equal_length_stay_two() -> None:
    assert len(told(EventFigure("boot_ms", "", AT, 20_000), EventFigure("boot_ms", "", AT + 1, 20_000))) == 2


def test_parts_of_two_boots_stay_apart_and_the_newest_stands_first() -> None:
    later = EventFigure("boot_ms", "", AT + 1, 20_000)
    assert [(one.at, len(one.phases)) for one in told(*BOOT, later)] == [(AT + 1, 0), (AT, 2)]


def test_a_part_that_lost_its_whole_stands_by_itself() -> None:
    [first, second] = told(EventFigure("boot_phase_ms", "kernel", AT, 12_000), EventFigure("wake_ms", "", AT + 1, 900))
    assert (second.title, second.subject, second.figure) == ("Boot phase", "kernel", "12.0 s")
    assert (first.title, first.figure) == ("Wake time", "900 ms")


def test_waking_many_times_a_day_is_one_line_a_day_among_what_matters() -> None:
    day = 86_400_000
    wakes = [EventFigure("wake_ms", "", AT + hour * 3_600_000, 1000 * (hour + 1)) for hour in range(3)]
    crash = EventFigure("app_crash", "excel.exe", AT + 3_600_000 + 1, 1)
    found = told(EventFigure("wake_ms", "", AT - day, 900), wakes[0], wakes[1], crash, wakes[2])
    assert [one.title for one in found] == ["Wake time", "Application crash", "Wake time"]
    assert (found[0].at, found[0].figure) == (wakes[2].at, "3 times")
    assert found[0].note == "that day; the middle one 2.0 s, the slowest 3.0 s"
    assert found[2].figure == "900 ms"


@given(st.permutations(BOOT), st.integers(0, len(BOOT)))
def test_nothing_that_happened_is_left_out(events: list[EventFigure], count: int) -> None:
    found = told(*events[:count])
    lines = len(found) + sum(len(one.phases) + len(one.culprits) + bool(one.rest) for one in found)
    assert lines == count
