"""What came back when the collector was asked for the report."""

from typing import Any

import msgspec
import pytest

from barometer_agent.language.en import TEXTS
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.reports import MOST_BYTES, MOST_PARTS, NoReport, judge_report
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, Problem
from barometer_shared.report import DeviceReport, News, Part

TOLD: dict[str, Any] = {"score": 61.5, "band": "average", "coverage": 0.9, "first_day": 20_000, "last_day": 20_006}


def reply(**told: object) -> Reply:
    return Reply(200, {}, msgspec.json.encode({**TOLD, **told}, order="sorted"))


def refusal(status: int, kind: str = COLLECTOR_PROBLEM) -> Reply:
    return Reply(status, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(Problem("no", status, kind)))


def read(told: Reply) -> DeviceReport:
    judged = judge_report(told)
    assert isinstance(judged, bytes)
    return msgspec.json.decode(judged, type=DeviceReport)


def test_a_report_is_told_on_one_line_whatever_a_later_collector_adds() -> None:
    pretty = msgspec.json.format(reply(parts=[], of_tomorrow={"x": 1}).body, indent=2)
    judged = judge_report(Reply(200, {}, pretty))
    assert isinstance(judged, bytes)
    assert b"\n" not in judged
    assert msgspec.json.decode(judged, type=DeviceReport) == DeviceReport(61.5, "average", 0.9, 20_000, 20_006)


def test_texts_harm_no_terminal_and_keep_their_lines() -> None:
    part = Part("boot", {"en": "Boot\x1b[2J"}, 40, 9, {"en": "slow\u202e\x07"}, {"en": "restart\tnow"})
    news = News("n1", 5, {"en": "New\x9b1m"}, {"en": "One.\r\n\nTwo.\x00"}, {"en": "a\u2028b"})
    told = read(reply(parts=[part], news=[news], missing={"en": "\x1b]0;x\x07"}, band="bad\x1b"))
    assert told.parts == [Part("boot", {"en": "Boot[2J"}, 40, 9, {"en": "slow"}, {"en": "restart now"})]
    assert told.news == [News("n1", 5, {"en": "New1m"}, {"en": "One.\n\nTwo."}, {"en": "a\nb"})]
    assert (told.missing, told.band) == ({"en": "]0;x"}, "bad")


def test_a_report_is_no_longer_than_the_link_can_carry() -> None:
    many = [Part(f"p{number}", {"en": "x"}, None, 0, {"en": "y" * 3000}) for number in range(MOST_PARTS + 5)]
    told = read(reply(parts=many))
    assert len(told.parts) == MOST_PARTS
    assert len(told.parts[0].finding["en"]) == 2000
    assert judge_report(reply(more="z" * MOST_BYTES)) is NoReport.STRANGER


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(score=100.5), NoReport.STRANGER),
        (reply(coverage="much"), NoReport.STRANGER),
        (Reply(200, {}, b"<html>Welcome to this hotel</html>"), NoReport.STRANGER),
        (Reply(200, {}, b"\xff\xfe"), NoReport.STRANGER),
        (Reply(200, {}, b'{"score":' + b"[" * 5000), NoReport.STRANGER),
        (Reply(302, {}, b""), NoReport.STRANGER),
        (refusal(401), NoReport.UNKNOWN_DEVICE),
        (refusal(403), NoReport.UNKNOWN_DEVICE),
        (refusal(401, "about:blank"), NoReport.STRANGER),
        (refusal(404), NoReport.OLD_COLLECTOR),
        (refusal(405), NoReport.OLD_COLLECTOR),
        (Reply(404, {}, b"not here"), NoReport.STRANGER),
        (refusal(503), NoReport.BUSY),
        (Reply(429, {}, b""), NoReport.BUSY),
    ],
)
def test_only_the_collector_itself_refuses_and_each_refusal_has_its_own_words(answer: Reply, why: NoReport) -> None:
    assert judge_report(answer) is why
    assert f"link.{why}" in TEXTS
