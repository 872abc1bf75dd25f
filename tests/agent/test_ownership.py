"""Whose the files of the service are, where root had a hand in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from barometer_agent import enrolment
from barometer_agent.enrolment import Identity
from barometer_agent.ownership import hand_over, of_another
from barometer_agent.spool.folder import lock, make, touch

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root has files that others cannot read"
)

SERVICE = 54_321  # an account without a name
IDENTITY = Identity("00000000000000ab", "secret", "demo", "http://collector.test")
AS_SERVICE = """
import fcntl, os, pwd, sqlite3, sys  # all that is used, as this Python may lie where nobody but root can read
from pathlib import Path
from barometer_agent import enrolment, language
from barometer_agent.clock import Moment
from barometer_agent.language import en, nl
from barometer_agent.link import peers
from barometer_agent.spool import Spool, SpoolError

folder, say = Path(sys.argv[1]), language.speaker(sys.argv[2])
os.setgid({uid}); os.setuid({uid})
try:
    enrolment.load(folder)
    Spool(folder, 1 << 20, Moment(0, 0, "boot", 0)).close()
except enrolment.IdentityError as error:
    print(say(f"identity.{{error.kind}}", **error.values))
except SpoolError as error:
    print(error.told(say))
"""


@pytest.fixture
def folder(short_dir: Path) -> Path:
    short_dir.chmod(0o755)
    made = short_dir / "data"
    made.mkdir(mode=0o711)
    os.chown(made, SERVICE, SERVICE)
    return made


def told_to_service(folder: Path, code: str) -> str:
    command = [sys.executable, "-c", AS_SERVICE.format(uid=SERVICE), str(folder), code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_root_writes_in_the_services_folder_is_the_services(folder: Path) -> None:
    enrolment.save(folder, IDENTITY)
    lock(folder).close()
    touch(folder / "spool.db")
    make(folder)
    names = ("identity.json", "spool.lock", "spool.db")
    assert {path.name: (path.stat().st_uid, path.stat().st_gid) for path in folder.iterdir()} == dict.fromkeys(
        names, (SERVICE, SERVICE)
    )


def test_what_lies_elsewhere_is_never_given_away(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "of-root").touch()
    (folder / "second-name").hardlink_to(tmp_path / "of-root")
    (folder / "spool.lock").symlink_to(tmp_path / "of-root")
    with (folder / "second-name").open() as file:
        hand_over(file.fileno(), folder)
    with pytest.raises(Exception, match=r"not writable|symbolic"):
        lock(folder)
    assert (tmp_path / "of-root").stat().st_uid == 0


def test_roots_own_folder_stays_roots(tmp_path: Path) -> None:
    enrolment.save(tmp_path, IDENTITY)
    assert (tmp_path / "identity.json").stat().st_uid == 0
    assert of_another(tmp_path / "identity.json") is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "{path} belongs to root, and this runs as uid-54321: sudo chown uid-54321 {path}"),
        ("nl", "{path} is van root, en dit draait als uid-54321: sudo chown uid-54321 {path}"),
    ],
)
@pytest.mark.parametrize("file", ["identity.json", "spool.lock", "spool.db"])
def test_a_file_of_root_is_named_with_what_to_type(folder: Path, file: str, language: str, said: str) -> None:
    enrolment.save(folder, IDENTITY)
    (folder / file).touch(mode=0o600)
    os.chown(folder / file, 0, 0)
    assert said.format(path=folder / file) in told_to_service(folder, language)


def test_the_service_reads_and_uses_what_root_enrolled(folder: Path) -> None:
    enrolment.save(folder, IDENTITY)
    lock(folder).close()
    assert told_to_service(folder, "en") == ""
    assert {path.stat().st_uid for path in folder.iterdir()} == {SERVICE}
