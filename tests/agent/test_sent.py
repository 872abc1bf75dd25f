"""What was sent, in words."""

from datetime import UTC
from typing import Any

import pytest

from barometer_agent.language import speaker
from barometer_agent.link.messages import SentMessage
from barometer_agent.sent import Words
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    ChoiceAnswer,
    FacesAnswer,
    FreeTextAnswer,
    NoOpinion,
    RecommendAnswer,
    Response,
    Sharing,
)
from barometer_shared.samples import AgentFacts, Batch, Gap, GapKind, Sample

AT = 1_790_000_000_000


def batch(**parts: object) -> Batch:
    facts = AgentFacts("0.1.0", "linux", "Debian 12")
    return Batch("a" * 32, "2026-09", AT, 120, "boot", facts, **parts)  # type: ignore[arg-type]


def words(code: str) -> Words:
    return Words(speaker(code), code, UTC)


@pytest.mark.parametrize(
    ("sample", "english", "dutch"),
    [
        (Sample("boot_ms", 23_456, AT), "23.5 s", "23,5 s"),
        (Sample("tcp_connect_us", 12_340, AT, "intranet"), "12.3 ms", "12,3 ms"),
        (Sample("disk_free_permille", 345, AT, "/"), "34.5 %", "34,5 %"),
        (Sample("use_seconds", 7200, AT, "input"), "120 min", "120 min"),
        (Sample("app_crash", 1, AT, "mail", {"version": "3"}), "version 3", "versie 3"),
        (Sample("os_restart", 1, AT, labels={"reason": "update"}), "for an update", "voor een update"),
        (Sample("os_crash", 1, AT), "1", "1"),
        (Sample("drive_failing", 1, AT, "sda"), "yes", "ja"),
        (Sample("wifi_signal_dbm", -61, AT), "-61 dBm", "-61 dBm"),
        (Sample("battery_runtime_minutes", 312, AT), "312 min", "312 min"),
        (Sample("disk_queue_milli", 2500, AT), "2.50", "2,50"),
        (Sample("tcp_connect_us", 0, AT, failed=True), "tried, no answer", "geprobeerd, geen antwoord"),
        (Sample("of_tomorrow", 7, AT), "7", "7"),
    ],
)
def test_a_value_is_shown_as_people_say_it(sample: Sample, english: str, dutch: str) -> None:
    assert words("en").value(sample) == english
    assert words("nl").value(sample) == dutch


@pytest.mark.parametrize(
    ("response", "shown"),
    [
        (FacesAnswer(4), "4 (Good)"),
        (RecommendAnswer(9), "9"),
        (ChoiceAnswer("network"), "network"),
        (FreeTextAnswer("slow mail"), "“slow mail”"),
        (NoOpinion(), "no opinion"),
    ],
)
def test_every_kind_of_answer_is_readable(response: Response, shown: str) -> None:
    answer = Answer("b" * 32, "pulse", response, AT, "anna", Sharing.SHARED, "because")
    lines = words("en").batch(batch(answers=[answer]), AT)
    assert f"Answer to pulse by anna: {shown}; IT may see it with this laptop; “because”" in lines[1]


def test_all_that_went_with_an_answer_is_said() -> None:
    asked = Answer("b" * 32, "pulse", FacesAnswer(1), AT, "anna", Sharing.SHARED, "because", "en", "network", True)
    told = Answer("c" * 32, TELL_IT, FreeTextAnswer("new dock"), AT, "anna", Sharing.SHARED, mood=5)
    assert words("en").answer(asked).partition("  ")[2] == (
        "Answer to pulse by anna: 1 (Very bad); IT may see it with this laptop; about: network;"
        " IT may contact them about it; “because”"
    )
    assert (
        words("nl")
        .answer(told)
        .endswith("anna vertelde IT: ‘new dock’; IT mag het bij deze laptop zien; hoe het gaat: 5 (Heel goed)")
    )


def test_everything_in_a_batch_is_said_and_then_explained() -> None:
    spoken = words("nl")
    parts = {
        "samples": [
            Sample("boot_ms", 1000, AT),
            Sample("boot_phase_ms", 900, AT, "userspace", {"after_update": "yes"}),
        ],
        "gaps": [Gap("sign_in_ms", GapKind.NO_DATA, {"en": "no session", "nl": "geen sessie"})],
        "dropped": {"dns_us": 3},
    }
    text = "\n".join(spoken.batch(batch(**parts), AT))
    assert "21-09-2026" in text
    assert "Opstarttijd: 1,0 s" in text
    assert "Opstartfase (systeem): 0,9 s (eerste start na een update)" in text
    assert "Niet gemeten: Aanmeldtijd – geen sessie" in text
    assert "3 × Naam opzoeken" in text
    assert "Debian 12" in text
    assert len(spoken.meanings()) == 5


def test_nothing_named_needs_no_explanation() -> None:
    assert words("en").meanings() == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "Hier vervallen (geen ruimte, schijffout of ouder dan 30 dagen): 3 × Naam opzoeken"),
        ({"parent": "c" * 32}, "Vervallen, want geweigerd of niet binnen 30 dagen verstuurd: 3 × Naam opzoeken"),
        (
            {"parent": "c" * 32, "samples": [Sample("boot_ms", 1000, AT)]},
            "Hier vervallen (geen ruimte, schijffout of ouder dan 30 dagen): 3 × Naam opzoeken",
        ),
    ],
)
def test_what_was_dropped_here_is_told_apart_from_what_was_refused(parts: dict[str, Any], said: str) -> None:
    assert f"  {said}" in words("nl").batch(batch(dropped={"dns_us": 3}, **parts), AT)


@pytest.mark.parametrize(
    ("outcome", "english", "dutch"),
    [
        ("acknowledged", "measurements: 1, answers: 0", "metingen: 1, antwoorden: 0"),
        (
            "refused",
            "refused by the collector; dropped: 1 measurements, to be sent once more: 0 answers",
            "geweigerd door de collector; vervallen: 1 metingen, nog één keer te versturen: 0 antwoorden",
        ),
        (
            "lost",
            "refused by the collector for the second time, and lost; answers: 0",
            "voor de tweede keer geweigerd door de collector en dus verloren; antwoorden: 0",
        ),
    ],
)
def test_what_became_of_a_batch_is_said_first(outcome: str, english: str, dutch: str) -> None:
    told = batch(samples=[Sample("boot_ms", 23_456, AT)])
    for code, text in (("en", english), ("nl", dutch)):
        head, *rest = words(code).batch(told, AT, outcome)
        assert head.partition("  ")[2] == text
        assert any("23" in line for line in rest)


def test_a_gap_is_told_again_only_when_its_reason_changed() -> None:
    gap = Gap("sign_in_ms", GapKind.NO_DATA, {"en": "no session"})
    other = Gap("sign_in_ms", GapKind.NO_DATA, {"en": "no journal"})
    shown = words("en")

    def reasons(gaps: list[Gap] | None) -> list[str]:
        return [line.rpartition(" – ")[2] for line in shown.batch(batch(gaps=gaps), AT) if " – " in line]

    assert reasons([gap]) == ["no session"]
    assert reasons([gap]) == reasons(None) == []
    assert reasons([other]) == ["no journal"]
    assert reasons([]) == []
    assert reasons([other]) == ["no journal"]


def test_a_message_about_an_anonymous_question_says_no_more_than_that_it_left() -> None:
    said = words("nl").message(SentMessage(AT, "round-3"))
    assert "Een bericht over round-3, zoals voor iedereen." in said
    assert said.endswith("Wat je antwoordde, en of je dat deed, is niet bewaard.")
    assert words("en").message(SentMessage(AT, "round-3", sent=False)).endswith("round-3 could not be sent.")
