"""The user's end."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from barometer_agent.link import peers
from barometer_agent.link.address import LinkError
from barometer_agent.link.client import NotRunningError, RefusedError, ask, replies
from barometer_agent.link.messages import AskQuestions, AskSent, Done, GiveAnswer, Questions, Refusal, SentBatch
from barometer_shared.questions import FacesAnswer, Sharing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="AF_UNIX with credentials is POSIX's")


@contextmanager
def answering(folder: Path, *lines: bytes) -> Iterator[Path]:
    """A service that says these lines to whoever comes."""
    path = folder / "agent.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.makefile("rb").readline()
                connection.sendall(b"".join(line + b"\n" for line in lines))

        thread = threading.Thread(target=serve)
        thread.start()
        yield path
        thread.join(10)


def test_without_a_service_the_fix_is_named(short_dir: Path) -> None:
    with pytest.raises(NotRunningError, match=r"no service answers at .*barometer-agent run"):
        ask(short_dir / "agent.sock", AskQuestions())


def test_a_refusal_is_raised_with_its_name(short_dir: Path) -> None:
    with answering(short_dir, msgspec.json.encode(Refusal("not_open"))) as path, pytest.raises(RefusedError) as told:
        ask(path, AskQuestions())
    assert told.value.problem == "not_open"


def test_a_socket_of_somebody_else_hears_nothing(short_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as squatter:
        squatter.bind(str(short_dir / "agent.sock"))
        squatter.listen()
        monkeypatch.setattr(peers, "_uid", lambda _connection: 4_000_001)
        with pytest.raises(RefusedError) as told:
            ask(short_dir / "agent.sock", GiveAnswer("pulse", FacesAnswer(4), Sharing.SHARED))
        connection, _ = squatter.accept()
        with connection:
            heard.append(connection.recv(100))
    assert (told.value.problem, heard) == ("stranger", [b""])


def test_the_service_of_whom_the_folder_belongs_to_is_asked(short_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        pytest.skip("root alone can give a folder away")
    home = short_dir / "home"
    home.mkdir()
    os.chown(home, 4_000_001, -1)
    monkeypatch.setattr(peers, "_uid", lambda _connection: 4_000_001)
    with answering(short_dir, msgspec.json.encode(Questions([], []))) as path:
        assert ask(path, AskQuestions(), home) == Questions([], [])


def test_several_replies_end_with_done(short_dir: Path) -> None:
    batch = msgspec.json.encode(SentBatch(5, msgspec.Raw(b'{"id": 1}')))
    with answering(short_dir, batch, batch, msgspec.json.encode(Done()), batch) as path:
        assert [type(reply) for reply in replies(path, AskSent())] == [SentBatch, SentBatch]


def test_nonsense_of_the_service_is_named(short_dir: Path) -> None:
    with answering(short_dir, b"hello") as path, pytest.raises(LinkError, match="does not answer as it should"):
        ask(path, AskQuestions())


def test_one_reply_is_enough_for_one_question(short_dir: Path) -> None:
    with answering(short_dir, msgspec.json.encode(Questions([], []))) as path:
        assert ask(path, AskQuestions()) == Questions([], [])


def test_an_answer_that_nobody_confirmed_is_not_taken_for_kept(short_dir: Path) -> None:
    with answering(short_dir) as path, pytest.raises(LinkError, match="was not done"):
        ask(path, GiveAnswer("pulse", FacesAnswer(4), Sharing.SHARED))
