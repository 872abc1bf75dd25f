"""The system of a laptop in a container: a Debian with what a laptop of a person runs, made once and kept."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

_PACKAGES = (
    *("systemd", "systemd-sysv", "dbus", "procps", "iproute2", "ca-certificates", "python3"),
    "systemd-coredump",  # crashes
    "libpam-systemd",  # sessions of people
    *("network-manager", "power-profiles-daemon"),  # what the desktops of Debian come with, and the agent asks
    "prometheus-node-exporter",  # whom the agent's burden is measured against
)
# A laptop shares the network of this machine: it reads it, and leaves it as it is.
_FILES = {
    "etc/NetworkManager/conf.d/leave-alone.conf": "[main]\ndns=none\n[keyfile]\nunmanaged-devices=*\n",
}
# What starts only where it is asked for, as it listens on a port that two laptops share.
_WANTED = ("etc/systemd/system/multi-user.target.wants/prometheus-node-exporter.service",)


def system() -> Path:
    """The folder with the system; another one where it is to hold something else. Takes minutes the first time."""
    base = Path(os.environ.get("BAROMETER_LAPTOP", f"/var/cache/barometer-tests/debian-{_contents()}"))
    if not (base / "usr/bin/systemd").exists() and not (base / "lib/systemd/systemd").exists():
        _make(base)
    return base


def _contents() -> str:
    return hashlib.sha256(repr((_PACKAGES, _FILES, _WANTED)).encode()).hexdigest()[:16]


def _make(base: Path) -> None:
    base.parent.mkdir(parents=True, exist_ok=True)
    draft = base.with_name(base.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={','.join(_PACKAGES)}", "bookworm", str(draft)], check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    for place, text in _FILES.items():
        (draft / place).write_text(text)
    for place in _WANTED:
        (draft / place).unlink()
    draft.rename(base)
