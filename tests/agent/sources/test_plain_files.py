import os
from pathlib import Path

from barometer_agent.sources import plain_files
from barometer_agent.sources.plain_files import About


def test_a_plain_file_is_read_as_far_as_was_asked(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"ab\xffcd")
    assert plain_files.head(path, 4) == "ab\N{REPLACEMENT CHARACTER}c"


def test_a_link_a_pipe_a_folder_and_what_is_gone_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("secret")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "dangling", "pipe", ".", "gone"):
        assert plain_files.head(tmp_path / name, 10) is None
        assert plain_files.about(tmp_path / name) is None


def test_a_file_tells_when_it_was_written_and_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    os.utime(path, ns=(1, 5_000))
    assert plain_files.about(path) == About(5_000, os.getuid())
