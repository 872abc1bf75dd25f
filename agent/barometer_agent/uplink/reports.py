"""What came back when the collector was asked for this laptop's report: the report, or why there is none."""

from enum import StrEnum

import msgspec

from barometer_agent.uplink.replies import Reply, problem
from barometer_agent.uplink.words import plain
from barometer_shared.questions import Localised
from barometer_shared.report import DeviceReport, News, Part

MOST_BYTES = 256 * 1024  # it goes over the link in one line of a megabyte
MOST_PARTS = 40
MOST_OF_A_TEXT = 2000
_LANGUAGES = 8
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class NoReport(StrEnum):
    """Why there is no report; ``link.<value>`` of the languages says it to a person."""

    OFFLINE = "report_offline"
    SLOW = "report_slow"  # it may be there in a minute
    BUSY = "report_busy"
    OLD_COLLECTOR = "report_old_collector"
    UNKNOWN_DEVICE = "report_unknown_device"
    STRANGER = "report_stranger"


def judge_report(reply: Reply) -> bytes | NoReport:
    """The report as JSON on one line, in texts that fit a terminal; only a collector's own word counts as a refusal."""
    if reply.status == 200:
        return _read(reply.body) or NoReport.STRANGER
    told = problem(reply)
    if told is not None and reply.status in (401, 403):
        return NoReport.UNKNOWN_DEVICE
    if told is not None and reply.status in (404, 405):
        return NoReport.OLD_COLLECTOR
    return NoReport.BUSY if reply.status in _BUSY else NoReport.STRANGER


def _read(body: bytes) -> bytes | None:
    if len(body) > MOST_BYTES:
        return None
    try:
        told = msgspec.json.decode(body, type=DeviceReport)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return msgspec.json.encode(_plain(told))


def _plain(told: DeviceReport) -> DeviceReport:
    return msgspec.structs.replace(
        told,
        band=plain(told.band, 16),
        parts=[_part(one) for one in told.parts[:MOST_PARTS]],
        missing=_texts(told.missing),
        news=[_news(one) for one in told.news],
    )


def _part(told: Part) -> Part:
    return msgspec.structs.replace(told, name=_texts(told.name), finding=_texts(told.finding), tip=_texts(told.tip))


def _news(told: News) -> News:
    return msgspec.structs.replace(told, title=_texts(told.title), text=_texts(told.text), about=_texts(told.about))


def _texts(told: Localised) -> Localised:
    """In as many languages as anybody writes, each line of a text by itself."""
    return {
        plain(language, 16): "\n".join(plain(line, MOST_OF_A_TEXT) for line in text.splitlines())[:MOST_OF_A_TEXT]
        for language, text in list(told.items())[:_LANGUAGES]
    }
