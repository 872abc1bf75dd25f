"""Where the socket lies."""

from pathlib import Path

import pytest

from barometer_agent.link.address import LinkError, socket_path


def test_the_socket_lies_in_its_folder(tmp_path: Path) -> None:
    assert socket_path(Path("/run/barometer")) == Path("/run/barometer/agent.sock")


def test_a_path_that_is_too_long_is_named_with_the_fix() -> None:
    with pytest.raises(LinkError, match=r"has 1\d\d bytes, the limit is 10\d: set run_dir to a shorter folder"):
        socket_path(Path("/" + "é" * 60))
