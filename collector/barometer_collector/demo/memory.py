"""What the demo keeps between two starts, in ``demo.json``: its sign-in, its API token, and its simulated fleet."""

import os
from pathlib import Path

import msgspec

_NAME = "demo.json"


class Memory(msgspec.Struct):
    """Kept readable by its owner alone: this is a demo on one machine, and it must print them again."""

    user: str = "admin"
    password: str = ""
    api_token: str = ""
    fleet: int = 0
    simulated_until: int = 0  # the last whole day that was sent, days since 1970


def load(folder: Path) -> Memory:
    """What an earlier start left in ``folder``; an empty memory at the first."""
    try:
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=Memory)
    except FileNotFoundError:
        return Memory()


def save(folder: Path, memory: Memory) -> None:
    """Write it whole or not at all."""
    draft = folder / f"{_NAME}.new"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(memory)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _NAME)
