"""A collector's database with a fleet in it: put there directly, as a million enrolments over HTTP would take hours."""

import hashlib
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import numpy as np

COLLECTOR = "barometer-collector"
_DAY_MS = 86_400_000
_TEAM = (2.9, 0.6)  # of the natural logarithm of a team's size: 18 in the middle, 22 on average, few above 60
_DEVICE = """
    INSERT INTO device (id, name, platform, os, agent_version, hardware_hash, secret_hash, question_types, simulated,
                        enrolled_at) VALUES (?, ?, 'windows', 'Windows 11', '0.1.0-simulated', ?, ?, 'faces', 1, ?)
"""


def make(command: Path, data: Path, laptops: int, seed: int = 1) -> tuple[Path, str]:
    """A migrated SQLite database in ``data`` with ``laptops`` in teams; the file with their keys, and an API token."""
    subprocess.run([command, "migrate", "--data", data], check=True, stdout=subprocess.DEVNULL)
    token = subprocess.run(
        [command, "token", "api", "--data", data, "--role", "operations", "bench"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    now = time.time_ns() // 1_000_000
    secrets = [hashlib.sha256(f"{seed}/{number}".encode()).hexdigest() for number in range(laptops)]
    numbers = [int(each[-15:], 16) for each in secrets]
    sizes = np.maximum(2, np.random.default_rng(seed).lognormal(*_TEAM, size=2 + laptops // 10).astype(int))
    team_of = np.repeat(np.arange(1, len(sizes) + 1), sizes)[:laptops].tolist()
    with closing(sqlite3.connect(data / "barometer.sqlite")) as connection, connection:
        connection.executemany(
            "INSERT INTO team (id, slug, name, created_at) VALUES (?, ?, ?, ?)",
            ((team, f"team-{team}", f"Team {team}", now) for team in range(1, team_of[-1] + 1)),
        )
        rows = sorted(
            (number, f"LIVE-{place:07d}", secret[:40] + "0" * 24, _hash(secret[:32]), now)
            for place, (number, secret) in enumerate(zip(numbers, secrets, strict=True))
        )
        connection.executemany(_DEVICE, rows)
        connection.executemany(
            "INSERT INTO membership (device_id, from_day, team_id) VALUES (?, ?, ?)",
            sorted((number, now // _DAY_MS - 30, team) for number, team in zip(numbers, team_of, strict=True)),
        )
    keys = data / "keys"
    keys.write_text("".join(f"{number:016x}.{secret[:32]}\n" for number, secret in zip(numbers, secrets, strict=True)))
    return keys, token


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
