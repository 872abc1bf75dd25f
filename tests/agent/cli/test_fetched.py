"""The report, through the service."""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest

from barometer_agent.cli import fetched
from barometer_agent.cli.command import Call
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.client import RefusedError
from barometer_agent.link.messages import AskReport, Done, Refusal, Reply, Report, Request
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import LinkServer
from barometer_shared.report import DeviceReport

TOLD = DeviceReport(61.5, "average", 0.9, 20_710, 20_717)
Serve = Callable[[Reply], list[Request]]


@pytest.fixture
def serve(short_dir: Path, request: pytest.FixtureRequest) -> Serve:
    """A service that has one reply to everything; what it was asked comes back."""

    def begin(reply: Reply) -> list[Request]:
        asked: list[Request] = []

        def handle(request: Request, _peer: Peer) -> Iterable[Reply]:
            asked.append(request)
            return [reply]

        server = LinkServer(socket_path(short_dir), handle)
        server.start()
        request.addfinalizer(server.close)
        return asked

    return begin


def test_the_report_comes_from_the_service(serve: Serve, make_call: Callable[..., Call]) -> None:
    asked = serve(Report(msgspec.Raw(msgspec.json.encode(TOLD))))
    reported = fetched.report(make_call("nl"))
    assert (reported.told, reported.language) == (TOLD, "nl")
    assert asked == [AskReport()]


def test_why_there_is_none_is_raised(serve: Serve, make_call: Callable[..., Call]) -> None:
    serve(Refusal("report_offline"))
    with pytest.raises(RefusedError):
        fetched.report(make_call())


@pytest.mark.parametrize("reply", [Done(), Report(msgspec.Raw(b'{"score":"much"}'))])
def test_what_is_no_report_is_none(serve: Serve, make_call: Callable[..., Call], reply: Reply) -> None:
    serve(reply)
    with pytest.raises(LinkError):
        fetched.report(make_call())


def test_a_command_writes_lines_or_shows_a_page(
    serve: Serve,
    make_call: Callable[..., Call],
    pages: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    serve(Report(msgspec.Raw(msgspec.json.encode(TOLD))))
    made = fetched.command(
        "score", lambda told: iter([told.score()]), lambda: lambda told, _now: f"page {told.score()}"
    )
    assert made.run(make_call(page=False)) == 0
    assert capsys.readouterr().out == "61.5\n"
    assert made.run(make_call(page=True)) == 0
    assert (pages / "score.html").read_text() == "page 61.5"
