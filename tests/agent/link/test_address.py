"""Where the socket lies."""

from pathlib import Path

import pytest

from barometer_agent.link.address import LinkError, pipe_name, socket_path


def test_the_socket_lies_in_its_folder(tmp_path: Path) -> None:
    assert socket_path(Path("/run/barometer")) == Path("/run/barometer/agent.sock")


def test_a_path_that_is_too_long_is_named_with_the_fix() -> None:
    with pytest.raises(LinkError, match=r"has 1\d\d bytes, the limit is 10\d: set run_dir to a shorter folder"):
        socket_path(Path("/" + "é" * 60))


def test_on_windows_it_is_one_pipe_for_each_folder_however_that_is_written() -> None:
    name = pipe_name("C:\\ProgramData\\Barometer\\data")
    assert name.startswith("\\\\.\\pipe\\barometer-agent-")
    assert pipe_name("c:/programdata/barometer/data/") == name
    assert pipe_name("C:\\ProgramData\\Barometer\\other") != name
    assert "\\pipe\\" in str(socket_path(Path("data"), "win32"))
