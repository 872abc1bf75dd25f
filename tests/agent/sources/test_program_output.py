import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources import program_output
from barometer_agent.sources.program_output import Kept, TooMuchError, Wanted

MIB = 1 << 20
WITHOUT_END = "import itertools, sys\nfor n in itertools.count(): sys.stdout.write('x' * 65536)"
LINES_WITHOUT_END = "import itertools\nfor n in itertools.count(): print('passed by' * 100)"


def is_kept(line: bytes) -> bool:
    return line.startswith(b"keep")


@contextmanager
def child(code: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = (sys.executable, "-c", code)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as started:
        try:
            yield started
        finally:
            started.kill()


def listen(code: str, *, seconds: float = 60, most: int = MIB, wanted: Wanted | None = None) -> tuple[str, str]:
    with child(code) as started:
        return program_output.listen(started, seconds, most, wanted)


def test_both_texts_are_kept() -> None:
    assert listen("import sys; print('said'); print('wrong', file=sys.stderr)") == ("said\n", "wrong\n")


def test_a_text_may_be_as_long_as_it_may_be() -> None:
    said, _ = listen("print('x' * 999)", most=1000)
    assert len(said) == 1000


def test_a_program_that_speaks_without_end_is_not_listened_to_without_end() -> None:
    with child(WITHOUT_END) as started:
        with pytest.raises(TooMuchError):
            program_output.listen(started, 60, MIB)
        assert started.poll() is None


def test_lines_that_nobody_wants_take_no_room() -> None:
    code = "for n in range(40_000): print('x' * 99)\nprint('keep this')\nprint('keep that', end='')"
    assert listen(code, most=1000, wanted=is_kept) == ("keep this\nkeep that", "")


def test_lines_without_end_are_left_after_the_time_that_was_given() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        listen(LINES_WITHOUT_END, seconds=0.5, most=10_000, wanted=is_kept)


def test_a_line_without_end_is_too_much_also_where_nobody_wants_it() -> None:
    with pytest.raises(TooMuchError):
        listen(WITHOUT_END, wanted=is_kept)


def test_of_complaints_without_end_only_the_beginning_is_kept() -> None:
    said, complaints = listen("import sys\nfor n in range(5000): sys.stderr.write('x' * 999 + '\\n')\nprint('done')")
    assert said == "done\n"
    assert 0 < len(complaints) <= 64 * 1024


def test_a_program_that_closed_its_mouth_and_does_not_end_is_given_up() -> None:
    code = "import os, threading\nos.close(1)\nos.close(2)\nthreading.Event().wait()"
    with pytest.raises(subprocess.TimeoutExpired):
        listen(code, seconds=0.5)


@given(st.lists(st.binary(max_size=30)), st.integers(0, 60))
def test_what_fits_is_kept_whatever_the_parts(parts: list[bytes], most: int) -> None:
    kept = Kept(most)
    fits = [kept.add(part) for part in parts]
    whole = b"".join(parts)
    assert all(fits) is (len(whole) <= most)
    assert kept.text() == whole[:most].decode("utf-8", "replace")


@given(st.lists(st.sampled_from([b"keep", b"pass", b"\n", b"k", b"eep\n"])))
def test_lines_are_the_same_whatever_the_parts(parts: list[bytes]) -> None:
    kept = Kept(10_000, is_kept)
    assert all(kept.add(part) for part in parts)
    lines = b"".join(parts).splitlines(keepends=True)
    assert kept.text() == b"".join(filter(is_kept, lines)).decode()
