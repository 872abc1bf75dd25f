"""``sent``."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from barometer_agent.cli.main import main
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import AskSent, Done, Reply, Request, SentBatch, SentMessage
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import LinkServer
from barometer_shared.samples import AgentFacts, Batch, Sample

asked: list[Request] = []
AT = 1_790_000_000_000
BATCH = Batch(
    "a" * 32,
    "2026-09",
    AT,
    120,
    "boot",
    AgentFacts("0.1.0", "linux", "Debian"),
    samples=[Sample("boot_ms", 23_456, AT)],
)


@pytest.fixture
def service(short_dir: Path) -> Iterator[Path]:
    asked.clear()

    def handle(request: Request, _peer: Peer) -> Iterable[Reply]:
        asked.append(request)
        body = msgspec.Raw(msgspec.json.encode(BATCH))
        if request == AskSent(2):
            return [SentMessage(AT, "round-3"), SentMessage(AT, "round-4", sent=False), Done()]
        return [SentBatch(AT, body), Done()] if request == AskSent(1) else [Done()]

    server = LinkServer(socket_path(short_dir), handle)
    server.start()
    yield short_dir
    server.close()


def test_everything_is_said_in_words_with_its_meaning(service: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(service), "sent", "--language", "nl"]) == 0
    told = capsys.readouterr().out
    assert "Opstarttijd: 23,5 s" in told
    assert "Wat het betekent" in told


def test_json_is_what_was_sent(service: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(service), "sent", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert msgspec.json.decode(line, type=Batch) == BATCH


def test_nothing_sent_is_said_too(service: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(service), "sent", "--days", "3"]) == 0
    assert capsys.readouterr().out == "Nothing was sent in the last 3 × 24 hours.\n"
    assert asked[-1] == AskSent(3)


def test_of_a_message_about_an_anonymous_question_only_that_it_left_is_said(
    service: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(service), "sent", "--days", "2"]) == 0
    told = capsys.readouterr().out
    assert "A message about round-3, as for everybody. What you answered, and whether you did, is not kept." in told
    assert "A message about round-4 could not be sent." in told
    assert main(["--data", str(service), "sent", "--days", "2", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_everything_is_shown_on_a_page(service: Path, pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(service), "sent", "--page", "--days", "1", "--language", "nl"]) == 0
    page = (pages / "sent.html").read_text("utf-8")
    assert "Opstarttijd" in page
    assert str(service) in page
    assert str(pages) in page
    assert "sent.html" in capsys.readouterr().out


def test_a_page_goes_back_thirty_days_and_a_terminal_one(service: Path, pages: Path) -> None:
    for flags in ([], ["--page"]):
        assert main(["--data", str(service), "sent", *flags]) == 0
    assert [request for request in asked if isinstance(request, AskSent)] == [AskSent(1), AskSent(30)]
