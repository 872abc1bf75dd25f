"""Where the clients arrive."""

import errno
import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.listening import listen, may_pass

pytestmark = pytest.mark.skipif(os.name != "posix", reason="AF_UNIX with credentials is POSIX's")


def test_any_account_of_the_machine_may_connect(short_dir: Path) -> None:
    path = socket_path(short_dir)
    with closing(listen(path)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o666


def test_a_socket_left_over_is_replaced_and_gone_at_the_end(short_dir: Path) -> None:
    path = socket_path(short_dir)
    path.touch()
    with closing(listen(path)) as listener:
        assert path.is_socket()
        listener.shutdown()
        assert not path.exists()


def test_a_folder_that_cannot_be_written_is_named_with_the_fix(short_dir: Path) -> None:
    (short_dir / "file").touch()
    with pytest.raises(LinkError, match=r"file/run/agent.sock cannot be made .*set run_dir") as told:
        listen(short_dir / "file" / "run" / "agent.sock")
    assert not may_pass(told.value)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_may_let_it_soon(number: int) -> None:
    error = LinkError("told")
    error.__cause__ = OSError(number, os.strerror(number))
    assert may_pass(error)
