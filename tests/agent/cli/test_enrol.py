"""``enrol``."""

import os
import re
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.cli.main import main
from barometer_agent.enrolment import load

if TYPE_CHECKING:
    Disk = Any
    FakeCollector = Any


def enrol(folder: Path, server: str, token: str, *more: str) -> int:
    return main(["--data", str(folder), "enrol", "--server", server, "--token", token, *more])


def test_a_laptop_enrols_once_and_says_so_the_second_time(
    short_dir: Path, collector_server: "FakeCollector", capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol(short_dir / "new", collector_server.url, "good-token") == 0
    assert "is now known to" in capsys.readouterr().out
    assert enrol(short_dir / "new", collector_server.url + "/", "good-token") == 0
    assert "is already known to" in capsys.readouterr().out
    assert len(collector_server.requests) == 1


def test_a_token_is_written_nowhere(short_dir: Path, collector_server: "FakeCollector") -> None:
    assert enrol(short_dir, collector_server.url, "good-token") == 0
    written = [path for path in short_dir.rglob("*") if path.is_file()]
    assert written
    assert all(b"good-token" not in path.read_bytes() for path in written)


def test_a_token_comes_from_standard_input_or_a_file_where_nobody_else_reads_it(
    short_dir: Path,
    tmp_path: Path,
    collector_server: "FakeCollector",
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("good-token\nmore\n"))
    assert enrol(short_dir / "one", collector_server.url, "-") == 0
    (tmp_path / "token").write_text("good-token\n", "utf-8")
    options = ["--data", str(short_dir / "two"), "enrol", "--server", collector_server.url, "--token-file"]
    assert main([*options, str(tmp_path / "token")]) == 0
    assert load(short_dir / "one").server == load(short_dir / "two").server
    options[1] = str(short_dir / "three")
    assert main([*options, str(tmp_path / "none")]) == 1
    assert "none, cannot be read (" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert enrol(short_dir / "three", collector_server.url, "-") == 1
    assert "there is no token: give --token -" in capsys.readouterr().err


def test_another_collector_needs_a_word_more(
    short_dir: Path, collector_server: "FakeCollector", capsys: pytest.CaptureFixture[str]
) -> None:
    enrol(short_dir, collector_server.url, "good-token")
    assert enrol(short_dir, "http://127.0.0.1:1", "good-token") == 1
    assert "--replace" in capsys.readouterr().err
    assert load(short_dir).server == collector_server.url
    assert enrol(short_dir, collector_server.url, "good-token", "--replace") == 0


def test_a_refusal_is_shown_and_leaves_nothing(
    short_dir: Path, collector_server: "FakeCollector", capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol(short_dir, collector_server.url, "old-token") == 1
    assert "This token is not known: It may have expired. Ask for a new one." in capsys.readouterr().err
    assert list(short_dir.iterdir()) == []


def test_where_the_identity_could_not_be_kept_the_collector_is_not_asked(
    disk: "Disk", collector_server: "FakeCollector", capsys: pytest.CaptureFixture[str]
) -> None:
    disk.fill()
    assert enrol(disk.folder, collector_server.url, "good-token") == 1
    disk.make_room()
    disk.forbid_writing()
    assert enrol(disk.folder, collector_server.url, "good-token") == 1
    said = capsys.readouterr().err
    assert "No space left on device" in said
    assert "Read-only file system" in said
    assert collector_server.requests == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can enrol for another account")
def test_what_root_enrols_is_the_services(short_dir: Path, collector_server: "FakeCollector") -> None:
    os.chown(short_dir, 54_321, 54_321)
    assert enrol(short_dir, collector_server.url, "good-token") == 0
    assert [(path.name, path.stat().st_uid) for path in short_dir.iterdir()] == [("identity.json", 54_321)]


def test_without_a_collector_it_asks_which(short_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(short_dir), "enrol", "--token", "x"]) == 1
    assert "Which collector?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "nobody answers at the proxy http://127.0.0.1:1): check network, address and proxy."),
        ("nl", "op het adres van de proxy http://127.0.0.1:1 antwoordt niemand): kijk naar netwerk, adres en proxy."),
    ],
)
def test_who_does_not_answer_is_said_in_the_language_of_the_person(
    short_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    monkeypatch.setenv("BAROMETER_PROXY", "http://it:secret@127.0.0.1:1")
    assert enrol(short_dir, "https://collector.test", "good-token", "--language", code) == 1
    told = capsys.readouterr().err
    assert said in told
    assert not {"ConnectError", "Errno", "secret"} & set(re.findall(r"\w+", told))
