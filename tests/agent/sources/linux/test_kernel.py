from pathlib import Path

import pytest

from barometer_agent.sources.linux import kernel


def test_all_of_a_file_is_read_however_long_it_is(tmp_path: Path) -> None:
    long = "a line of the kernel\n" * 20_000
    (tmp_path / "told").write_text(long)
    assert kernel.text(tmp_path / "told") == long


def test_a_name_that_is_no_utf_8_does_not_hide_the_rest(tmp_path: Path) -> None:
    (tmp_path / "told").write_bytes(b"eth\xff0 1\n")
    assert kernel.text(tmp_path / "told") == "eth\ufffd0 1\n"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kernel.text(tmp_path / "told")
