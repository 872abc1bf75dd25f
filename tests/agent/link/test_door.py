"""The link while one service takes over from another."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.client import NotRunningError, RefusedError
from barometer_agent.link.door import Door
from barometer_agent.link.messages import AskQuestions, PastPrompt, Questions, Reply, Request
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import Handler
from barometer_agent.spool.prompts import Outcome

pytestmark = pytest.mark.skipif(os.name != "posix", reason="AF_UNIX with credentials is POSIX's")


def saying(campaign: str) -> Handler:
    def answer(_request: Request, _peer: Peer) -> list[Reply]:
        return [Questions([], [PastPrompt(campaign, 1, Outcome.NOT_NOW)])]

    return answer


def heard(path: Path) -> str:
    told = client.ask(path, AskQuestions())
    assert isinstance(told, Questions)
    return told.history[0].campaign


@pytest.fixture
def door() -> Iterator[Door]:
    with Door(seconds=10) as opened:
        yield opened


def test_the_next_service_answers_at_the_same_place_without_a_new_socket(short_dir: Path, door: Door) -> None:
    path = socket_path(short_dir)
    door.attend(path, saying("first"))
    made = path.stat().st_ino
    assert heard(path) == "first"
    door.leave()
    door.attend(path, saying("second"))
    assert heard(path) == "second"
    assert path.stat().st_ino == made


def test_who_comes_in_between_is_answered_by_the_next(short_dir: Path, door: Door) -> None:
    path = socket_path(short_dir)
    door.attend(path, saying("first"))
    door.leave()
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(heard(path)))
    waiting.start()
    door.attend(path, saying("second"))
    waiting.join(10)
    assert answers == ["second"]


def test_who_waits_for_a_service_that_never_comes_is_told(short_dir: Path) -> None:
    path = socket_path(short_dir)
    with Door(seconds=0.01) as door:
        door.attend(path, saying("first"))
        door.leave()
        with pytest.raises(RefusedError, match="ending"):
            heard(path)


def test_another_place_replaces_the_old_one(short_dir: Path, door: Door) -> None:
    door.attend(socket_path(short_dir), saying("first"))
    door.attend(socket_path(short_dir / "other"), saying("second"))
    assert heard(socket_path(short_dir / "other")) == "second"
    assert not socket_path(short_dir).exists()


def test_a_place_that_cannot_be_had_leaves_the_old_one(short_dir: Path, door: Door) -> None:
    (short_dir / "file").touch()
    door.attend(socket_path(short_dir), saying("first"))
    with pytest.raises(LinkError):
        door.attend(socket_path(short_dir / "file"), saying("second"))
    assert heard(socket_path(short_dir)) == "first"


def test_a_closed_door_has_no_socket(short_dir: Path) -> None:
    with Door() as door:
        door.attend(socket_path(short_dir), saying("first"))
    with pytest.raises(NotRunningError):
        heard(socket_path(short_dir))
