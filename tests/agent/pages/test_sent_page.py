"""The page of all that was sent."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest

from barometer_agent.language import speaker
from barometer_agent.link.messages import SentMessage
from barometer_agent.pages.gathering import Gatherer
from barometer_agent.pages.sent_page import Asked, sent_page
from barometer_shared.questions import TELL_IT, Answer, FacesAnswer, FreeTextAnswer, Sharing
from barometer_shared.samples import AgentFacts, Batch, Gap, GapKind, Sample
from tests.agent.pages.reading import Element, read

AT = 1_790_000_000_000
NOW = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
ASKED = Asked(30, "/var/lib/barometer-agent", "/run/user/1000/barometer-pages")
HOSTILE = "\"'></p></details><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u202e\x00"
SEEN = HOSTILE[:-2]


def batch(text: str = "fine", **parts: Any) -> Batch:
    facts = AgentFacts("0.1.0", "linux", f"Debian {text}")
    samples = [
        Sample("app_crash", 1, AT, f"mail{text}", {"version": f"3{text}", f"odd{text}": text}),
        Sample("boot_ms", 23_456, AT),
        Sample(f"of_tomorrow{text}", 7, AT),
    ]
    answers = [
        Answer("b" * 32, "pulse", FacesAnswer(4), AT, f"anna{text}", Sharing.SHARED, f"because{text}", topic="network"),
        Answer("c" * 32, TELL_IT, FreeTextAnswer(f"new dock{text}"), AT, "anna", mood=5, contact=True),
    ]
    gaps = [Gap("sign_in_ms", GapKind.NO_DATA, {"en": f"no session{text}", "nl": f"geen sessie{text}"})]
    told = {"samples": samples, "answers": answers, "gaps": gaps, "dropped": {f"dns_us{text}": 3}, **parts}
    return Batch("a" * 32, "2026-09", AT, 120, "boot", facts, **told)


def page(*batches: Batch, code: str = "en", outcome: str = "acknowledged", message: str = "") -> Element:
    gatherer = Gatherer(speaker(code), code, UTC)
    for one in batches:
        gatherer.take(one, AT, outcome)
    if message:
        gatherer.tell(SentMessage(AT, message))
    return read(sent_page(gatherer.month(), ASKED, speaker(code), code, NOW, UTC))


def section(root: Element, name: str) -> Element:
    (found,) = root.all("section", aria_labelledby=name)
    return found


def test_an_answer_is_told_in_full_with_who_may_see_it() -> None:
    first, second = section(page(batch()), "answers").all("li")
    assert [one.text for one in first.all("p")] == [
        "21/09/2026 14:13, to pulse, by annafine IT may see it with this laptop",
        "4 (Good)",
        "about: network; “becausefine”",
    ]
    assert [one.text for one in second.all("p")] == [
        "21/09/2026 14:13, to IT, without being asked, by anna shown only in groups",
        "“new dockfine”",
        "how it is going: 5 (Very good); IT may contact them about it",
    ]


def test_each_metric_is_told_with_its_meaning_and_what_it_can_tell_about_a_person() -> None:
    texts = [one.text for one in section(page(batch(), batch()), "meanings").all("li", class_="metric")]
    assert texts == [
        "Application crash names a programAn application stopped unexpectedly. Never its contents: only name, version,"
        " kind.2 times",
        "Boot time about the laptopTime from power-on to a usable desktop; on Linux until everything is started, before"
        " signing in.2 times; always 23.5\xa0s",
        "of_tomorrowfine (not known to this version) Not known to this version of Barometer.2 times; always 7",
    ]


@pytest.mark.parametrize("code", ["en", "nl"])
def test_it_says_what_else_is_told_what_never_is_where_it_lies_and_how_to_be_left_alone(code: str) -> None:
    root = page(batch(), code=code)
    assert "Debian fine" in section(root, "also").text
    assert len(section(root, "never").all("li")) == 5
    kept = section(root, "kept").text
    assert "/var/lib/barometer-agent" in kept
    assert "/run/user/1000/barometer-pages" in kept
    less = section(root, "less").text
    assert all(speaker(code)(f"tray.{name}") in less for name in ("less", "pause", "never"))
    assert ("geen sessiefine" if code == "nl" else "no sessionfine") in section(root, "gaps").text


def test_everything_is_there_without_a_script_and_only_the_search_waits_for_it() -> None:
    root = page(batch())
    assert [one.name for one in root.all() if "hidden" in one.attributes] == ["search"]
    assert [one.attributes["href"] for one in root.all("nav")[0].all("a")] == [
        f"#{one.attributes['id']}" for one in root.all("h2")
    ]


def test_every_part_can_be_named_by_a_screen_reader() -> None:
    root = page(batch())
    ids = [one.attributes["id"] for one in root.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert {one.attributes["aria-labelledby"] for one in root.all("section")} <= set(ids)
    assert root.all("label")[0].attributes["for"] == root.all("input")[0].attributes["id"]
    assert root.all("nav")[0].attributes["aria-label"]
    levels = [int(one.name[1]) for one in root.all() if one.name in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("code", ["en", "nl"])
def test_no_value_is_ever_taken_for_html(code: str) -> None:
    usual, hostile = page(batch(), code=code), page(batch(HOSTILE), code=code, message=HOSTILE)
    assert [one.name for one in hostile.all("script")] == [one.name for one in usual.all("script")]
    assert hostile.all("img") == []
    assert hostile.text.count(SEEN) >= 12
    assert not {"\u202e", "\x00"} & set(hostile.text)
    assert {one.name for one in hostile.all()} <= {one.name for one in usual.all()}
    assert {key for one in hostile.all() for key in one.attributes} <= {
        key for one in usual.all() for key in one.attributes
    }


def test_where_nothing_was_sent_that_is_said_with_what_holds_all_the_same() -> None:
    root = page()
    assert root.all("p", class_="lead")[0].text == "Nothing was sent in the last 30 × 24 hours."
    assert root.all("script") == []
    assert [one.attributes["href"] for one in root.all("nav")[0].all("a")] == ["#also", "#never", "#kept", "#less"]


def test_a_message_about_an_anonymous_question_is_told_with_the_answers() -> None:
    assert "calm-week" in section(page(message="calm-week"), "answers").text


def test_that_no_answer_was_sent_is_said() -> None:
    assert "No answer of yours was sent in these days." in section(page(batch(answers=[])), "answers").text


def test_what_was_measured_once_was_that() -> None:
    assert "once: 23.5\xa0s" in section(page(batch()), "meanings").text


def test_an_answer_that_was_lost_says_so() -> None:
    first = section(page(batch(), outcome="lost"), "answers").all("li")[0]
    assert [one.text for one in first.all("p", class_="bad")] == ["refused by the collector twice, and lost"]
    assert section(page(batch()), "answers").all("p", class_="bad") == []
