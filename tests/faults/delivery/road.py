"""The road between agent and collector, on which everything happens that does happen on such roads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum

import httpcore
import httpx
import msgspec

from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, Problem
from tests.faults.delivery.bridge import Answer, Bridge


class Fault(StrEnum):
    """What befalls one request."""

    NONE = "none"
    REQUEST_LOST = "request lost"
    REPLY_LOST = "reply lost after the commit"
    TWICE = "arrives twice"
    LATE = "given up, and arrives later all the same"
    REPLY_CUT = "reply cut"
    REPLY_OF_ANOTHER = "reply of another request"
    TOO_LARGE = "413 of the collector"
    TOO_LARGE_ON_THE_WAY = "413 of a proxy"
    REFUSED = "422 of the collector"
    BUSY = "503 with Retry-After"
    BUSY_SILENT = "503 without"
    TOO_MANY = "429"
    GATEWAY = "502"
    PORTAL = "200 of a captive portal"
    PORTAL_202 = "202 of a captive portal"
    REDIRECT = "302"
    PROXY = "407"
    STRANGER_401 = "401 without a word of the collector"
    STRANGER_403 = "403 without a word of the collector"
    STRANGER_400 = "400 in the form of the collector's problems"
    STRANGER_422 = "422 in that form"
    STRANGER_UNKNOWN = "401 in that form"
    STRANGER_FORBIDS = "403 in that form"
    RESET = "connection reset"


DROPS = frozenset({Fault.TOO_LARGE, Fault.REFUSED})  # after which samples may be set aside
_1970 = ("Date", "Thu, 01 Jan 1970 00:00:00 GMT")


@dataclass
class Road:
    """Answers a request after the next of ``faults``; when they are over, the road is free."""

    bridge: Bridge
    faults: list[Fault] = field(default_factory=list)
    late: list[Callable[[], Answer]] = field(default_factory=list)
    last: Answer | None = None
    dates: list[datetime] = field(default_factory=list)  # which a proxy puts into the next replies, each once

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        headers = dict(request.headers.items())

        def deliver() -> Answer:
            return self.bridge.ask(request.method, request.url.path, headers, body)

        fault = self.faults.pop(0) if self.faults else Fault.NONE
        return self._meet(fault, deliver).response()

    def arrive(self) -> None:
        """What was late arrives now."""
        while self.late:
            self.late.pop(0)()

    def _meet(self, fault: Fault, deliver: Callable[[], Answer]) -> Answer:
        if fault in _PAGES:
            return _PAGES[fault]
        before = self.last
        match fault:
            case Fault.REQUEST_LOST:
                raise httpcore.ConnectError("nobody there")
            case Fault.RESET:
                raise httpcore.WriteError("reset by peer")
            case Fault.LATE:
                self.late.append(deliver)
                raise httpcore.ReadTimeout("given up")
            case Fault.TWICE:
                deliver()
        self.last = self._dated(deliver())
        match fault:
            case Fault.REPLY_LOST:
                raise httpcore.ReadError("reset by peer")
            case Fault.REPLY_CUT:
                return Answer(self.last.status, [], self.last.body[: len(self.last.body) // 2])
            case Fault.REPLY_OF_ANOTHER:
                return before or _page(200)
        return self.last

    def _dated(self, answer: Answer) -> Answer:
        if not self.dates:
            return answer
        date = ("Date", format_datetime(self.dates.pop(0), usegmt=True))
        return Answer(answer.status, [*(one for one in answer.headers if one[0] != "Date"), date], answer.body)


def _page(status: int, *headers: tuple[str, str]) -> Answer:
    return Answer(status, [("Content-Type", "text/html"), _1970, *headers], b"<html>Welcome</html>")


def _told(status: int, *headers: tuple[str, str]) -> Answer:
    return _problem(status, COLLECTOR_PROBLEM, *headers)


def _problem(status: int, kind: str, *headers: tuple[str, str]) -> Answer:
    body = msgspec.json.encode(Problem("No", status, kind))
    return Answer(status, [("Content-Type", PROBLEM_TYPE), *headers], body)


def _stranger(status: int) -> Answer:
    return _problem(status, "about:blank", _1970)


_PAGES = {
    Fault.TOO_LARGE: _told(413),
    Fault.TOO_LARGE_ON_THE_WAY: _page(413),
    Fault.REFUSED: _told(422),
    Fault.BUSY: _told(503, ("Retry-After", "7")),
    Fault.BUSY_SILENT: _page(503),
    Fault.TOO_MANY: _page(429, ("Retry-After", "3")),
    Fault.GATEWAY: _page(502),
    Fault.PORTAL: _page(200),
    Fault.PORTAL_202: _page(202),
    Fault.REDIRECT: _page(302, ("Location", "https://portal.test/")),
    Fault.PROXY: _page(407, ("Proxy-Authenticate", "Basic")),
    Fault.STRANGER_401: _page(401),
    Fault.STRANGER_403: _page(403),
    Fault.STRANGER_400: _stranger(400),
    Fault.STRANGER_422: _stranger(422),
    Fault.STRANGER_UNKNOWN: _stranger(401),
    Fault.STRANGER_FORBIDS: _stranger(403),
}
