"""What a backup is: a folder with the database, the installation's secret, and a manifest that vouches for both."""

import hashlib
from pathlib import Path

import msgspec

DATABASE, SECRET, MANIFEST = "barometer.sqlite", "secret", "manifest.json"
FORMAT = 1
_CHUNK = 1 << 20


class BackupError(Exception):
    """A backup that cannot be made or put back; the message says what, where and what to do."""


class File(msgspec.Struct, frozen=True):
    """A file of the backup. ``sha256`` in hexadecimal."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """``made_at`` is ISO 8601 in UTC, ``schema`` the revision of the database, ``rows`` how much was in its tables."""

    format: int
    barometer: str
    made_at: str
    schema: str
    rows: dict[str, int]
    files: dict[str, File]


def fingerprint(path: Path) -> File:
    """Size and hash of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return File(size, digest.hexdigest())


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into ``folder``; the last thing that is written of a backup."""
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))


def read(folder: Path) -> Manifest:
    """The manifest of the backup in ``folder``. BackupError where that is none, or one of a later version."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is no backup: it has no {MANIFEST}; name the folder that a backup made") from error
    except (OSError, msgspec.DecodeError) as error:
        raise BackupError(f"{path} cannot be read ({error}): take another backup") from error
    if manifest.format != FORMAT:
        raise BackupError(
            f"{path} is of format {manifest.format}, made by version {manifest.barometer}: expected format {FORMAT}; "
            "restore it with that version or a later one"
        )
    return manifest


def require_whole(folder: Path, manifest: Manifest) -> None:
    """BackupError where a file of the backup is missing or another than it was."""
    for name in (DATABASE, SECRET):
        wanted = manifest.files.get(name)
        if wanted is None:
            raise BackupError(f"{folder / MANIFEST} does not vouch for {name}: take another backup")
        try:
            found = fingerprint(folder / name)
        except OSError as error:
            raise BackupError(f"{folder / name} cannot be read ({error.strerror}): take another backup") from error
        if found != wanted:
            raise BackupError(
                f"{folder / name} was changed since the backup was made: it has {found.bytes} bytes and SHA-256 "
                f"{found.sha256[:16]}..., expected {wanted.bytes} and {wanted.sha256[:16]}...; take another backup"
            )
