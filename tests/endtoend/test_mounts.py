"""Disks of laptops that nobody needs any more are known from all others, and so is what still runs on one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.endtoend.mounts import abandoned, on

MOUNTS = """\
sysfs /sys sysfs rw,nosuid 0 0
laptop-of-41 /run/a/laptop0 tmpfs rw,relatime,mode=755 0 0
overlay /run/a/laptop0/disk overlay rw,lowerdir=/var/cache/x,upperdir=/run/a/laptop0/changes 0 0
laptop-of-42 /run/b/laptop0 tmpfs rw,relatime,mode=755 0 0
laptop /home/laptop tmpfs rw 0 0
"""
CONFINED = "import os, sys; os.chroot(sys.argv[1]); print('there', flush=True); sys.stdin.read()"


def test_only_the_disks_of_runs_that_ended_are_abandoned() -> None:
    assert abandoned(MOUNTS, lambda owner: owner == 42) == ["/run/a/laptop0"]
    assert abandoned(MOUNTS, lambda _: True) == []


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may confine a process to a folder")
def test_what_runs_on_a_disk_is_known_from_what_does_not(tmp_path: Path) -> None:
    assert on(tmp_path) == []
    command = [sys.executable, "-c", CONFINED, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as confined:
        assert confined.stdout is not None
        assert confined.stdout.readline() == "there\n"
        assert on(tmp_path) == [confined.pid]
        confined.communicate("")
    assert on(tmp_path / "nothing") == []
