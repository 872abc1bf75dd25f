"""Disks of laptops that nobody needs any more are known from all others."""

from tests.endtoend.mounts import abandoned

MOUNTS = """\
sysfs /sys sysfs rw,nosuid 0 0
laptop-of-41 /run/a/laptop0 tmpfs rw,relatime,mode=755 0 0
overlay /run/a/laptop0/disk overlay rw,lowerdir=/var/cache/x,upperdir=/run/a/laptop0/changes 0 0
laptop-of-42 /run/b/laptop0 tmpfs rw,relatime,mode=755 0 0
laptop /home/laptop tmpfs rw 0 0
"""


def test_only_the_disks_of_runs_that_ended_are_abandoned() -> None:
    assert abandoned(MOUNTS, lambda owner: owner == 42) == ["/run/a/laptop0"]
    assert abandoned(MOUNTS, lambda _: True) == []
