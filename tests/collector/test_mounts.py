"""Which file systems are of another machine, by what Linux tells of its mounts."""

from pathlib import Path

import pytest

from barometer_collector import mounts
from barometer_collector.mounts import file_system, remote

MOUNTS = r"""/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
files:/export /srv/shared nfs4 rw,vers=4.2 0 0
//files/it /srv/with\040space cifs rw 0 0
/dev/vdb /srv/shared/local xfs rw 0 0
/dev/vdc /var ext4 rw 0 0
files:/var /var nfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/opt/data", "ext4"),
        ("/srv/shared", "nfs4"),
        ("/srv/shared/data/deep", "nfs4"),
        ("/srv/shared/local/data", "xfs"),
        ("/srv/sharedness", "ext4"),
        ("/srv/with space/data", "cifs"),
        ("/var/lib", "nfs"),
    ],
)
def test_the_file_system_is_that_of_the_last_mount_above_a_path(path: str, kind: str) -> None:
    assert file_system(MOUNTS, Path(path)) == kind


def test_nothing_is_known_where_nothing_is_told() -> None:
    assert file_system("", Path("/srv")) == file_system("nonsense\n\n", Path("/srv")) == ""


def test_only_those_of_another_machine_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "mounts"
    monkeypatch.setattr(mounts, "_MOUNTS", told)
    assert remote(tmp_path) == ""
    told.write_text(MOUNTS)
    assert [remote(Path(path)) for path in ("/opt", "/srv/shared", "/srv/shared/local", "/var/lib")] == [
        "",
        "nfs4",
        "",
        "nfs",
    ]
