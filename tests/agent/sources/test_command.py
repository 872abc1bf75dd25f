import os
import sys
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import command


def test_a_program_is_asked_in_the_c_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    output = command.run(sys.executable, "-c", "import os; print(os.environ['LC_ALL'])")
    assert output == command.Output(0, "C\n", "")


def test_both_texts_and_the_status_are_kept() -> None:
    output = command.run(sys.executable, "-c", "import sys; print('out'); sys.exit('wrong')")
    assert output == command.Output(1, "out\n", "wrong\n")


def test_a_program_that_is_not_installed_says_nothing() -> None:
    assert command.run("barometer-no-such-program") is None


def test_a_program_that_hangs_is_given_up_with_its_name() -> None:
    with pytest.raises(NoData, match=r"did not answer within 0\.2 s"):
        command.run(sys.executable, "-c", "import threading; threading.Event().wait()", timeout_seconds=0.2)


def test_a_program_that_may_not_be_started_says_why(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="could not be started: Permission denied"):
        command.run(str(tmp_path))


def test_what_a_failed_program_says_is_logged_here_and_told_nobody(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    why = command.failure("tool", command.Output(3, "", "no /home/jan\non laptop-jan\n"))
    assert why.en.startswith("tool failed with status 3: ")
    assert why.nl.startswith("tool gaf een fout (status 3): ")
    assert not any(word in text for text in why for word in ("/", "jan"))
    assert [record.getMessage() for record in caplog.records] == [
        "program_failed program=tool status=3 said='no /home/jan on laptop-jan'"
    ]


def test_bytes_that_are_not_utf8_do_not_break_reading() -> None:
    output = command.run(sys.executable, "-c", r"import sys; sys.stdout.buffer.write(b'a\xffb')")
    assert output is not None
    assert output.text == "a\N{REPLACEMENT CHARACTER}b"


def test_a_program_that_speaks_without_end_is_ended_and_named(tmp_path: Path) -> None:
    code = f"import itertools, os\nprint(os.getpid(), file=open({str(tmp_path / 'pid')!r}, 'w'), flush=True)\n"
    with pytest.raises(NoData, match="said more than 100 KiB") as nothing:
        command.run(sys.executable, "-c", f"{code}for n in itertools.count(): print(n)", most_bytes=100 << 10)
    assert nothing.value.reason.nl.endswith("gaf meer dan 100 KiB")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_of_a_long_log_only_the_lines_that_matter_are_held() -> None:
    code = "for n in range(30_000): print(n, 'x' * 90)"
    output = command.run(sys.executable, "-c", code, wanted=lambda line: line.startswith(b"29999 "), most_bytes=1000)
    assert output == command.Output(0, f"29999 {'x' * 90}\n", "")
