"""A fleet of simulated laptops with a week of days and events, written straight into a database."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations.schema import upgrade
from barometer_collector.rollup.rules.counts import COLUMNS, FIRST_BUCKET, HIGHEST, LOWEST, TOTAL, N
from barometer_collector.rollup.rules.packing import id_of, pack, pack_keys
from barometer_shared.metrics import BUCKETS, METRICS

TODAY = 20_780
DAYS = 7
TEAM = 200  # devices
_DAY_MS = 86_400_000
_BLOCK = 1_000
_SAMPLES = 96  # eight hours, every five minutes
_NETWORK = (
    "dns_us", "tcp_connect_us", "tls_handshake_us", "time_to_first_byte_us", "jitter_us", "connects_attempted",
    "connects_lost",
)  # fmt: skip
_EVERYWHERE = (
    *((name, target) for target in ("intranet", "mail") for name in _NETWORK),
    ("pressure_permille", ""), ("disk_free_permille", "system"), ("use_seconds", "input"), ("cpu_busy_permille", ""),
    ("memory_used_permille", ""), ("agent_memory_kib", ""), ("agent_cpu_ppm", ""),
)  # fmt: skip
# What laptops of each kind measure, and what does not apply to them. 21, 23 and 26 rows a day.
_KINDS = (
    (_EVERYWHERE, ("boot_idle_ms", "app_hang", "battery_capacity_permille")),
    ((*_EVERYWHERE, ("battery_capacity_permille", ""), ("wifi_signal_dbm", "")), ("boot_idle_ms",)),
    (
        (
            *_EVERYWHERE, ("battery_capacity_permille", ""), ("wifi_signal_dbm", ""),
            ("resource_pressure_permille", "cpu"), ("resource_pressure_permille", "io"), ("agent_sent_bytes", ""),
        ),
        (),
    ),
)  # fmt: skip
_PHASES = ("boot_phase_ms",) * 5 + ("sign_in_phase_ms",) * 2


def build(folder: Path, devices: int) -> list[int]:
    """Fill a new database in ``folder``; the ids of its devices, ascending. Six days are packed, the last is open."""
    database = Database(sqlite_url(folder))
    upgrade(database)
    database.close()
    rng = np.random.default_rng(7)
    ids = sorted({*rng.integers(0, 2**62, devices).tolist()})
    with closing(sqlite3.connect(folder / "barometer.sqlite")) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        _enrol(connection, ids)
        for start in range(0, len(ids), _BLOCK):
            _live(connection, rng, ids[start : start + _BLOCK], start)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("ANALYZE")
    return ids


def _enrol(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    teams = range(1, len(ids) // TEAM + 2)
    _insert(connection, "team", ("id", "slug", "name", "created_at"), ((n, f"team-{n}", f"Team {n}", 0) for n in teams))
    columns = ("id", "name", "platform", "os", "agent_version", "hardware_hash", "secret_hash", "question_types",
               "simulated", "enrolled_at")  # fmt: skip
    rows = ((each, f"LT-{n:07d}", "linux", "Linux", "0.1", f"{n:064x}", "", "", 1, 0) for n, each in enumerate(ids))
    _insert(connection, "device", columns, rows)
    members = ((each, 0, n // TEAM + 1) for n, each in enumerate(ids))
    _insert(connection, "membership", ("device_id", "from_day", "team_id"), members)
    gaps = (
        (each, metric, "not_applicable", "{}", 0) for n, each in enumerate(ids) for metric in _KINDS[n % len(_KINDS)][1]
    )
    _insert(connection, "device_gap", ("device_id", "metric", "kind", "reason", "said_at"), gaps)
    for keys, _ in _KINDS:
        packed = pack_keys(_codes(keys))
        _insert(connection, "day_key", ("id", "keys"), [(id_of(packed), packed)])


def _live(connection: sqlite3.Connection, rng: np.random.Generator, ids: Sequence[int], first: int) -> None:
    packed, opened = [], []
    names = ["device_id", "day", "metric", "subject", "n", "failed", "total", "lowest", "highest"]
    for place, device in enumerate(ids):
        codes = _codes(_KINDS[(first + place) % len(_KINDS)][0])
        list_id = id_of(pack_keys(codes))
        numbers = _numbers(rng, codes)
        packed += [(device, TODAY - DAYS + 1 + day, list_id, pack(numbers[day])) for day in range(DAYS - 1)]
        opened += [(device, TODAY, *key, *row) for key, row in zip(codes, numbers[-1].tolist(), strict=True)]
    _insert(connection, "packed_day", ("device_id", "day", "keys", "counts"), packed)
    _insert(connection, "device_day", [*names, *(f"b{bucket}" for bucket in range(BUCKETS))], opened)
    columns = ("device_id", "day", "id", "metric", "subject", "at", "value", "labels")
    _insert(connection, "event", columns, _events(rng, ids, first * 1_000))


def _numbers(rng: np.random.Generator, codes: Sequence[tuple[int, str]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Days of one laptop: values around one bucket of each metric's, which differs from laptop to laptop."""
    numbers = np.zeros((DAYS, len(codes), COLUMNS), dtype=np.int64)
    buckets = rng.integers(1, 8, len(codes))
    spread = rng.integers(0, _SAMPLES // 4, (DAYS, 2, len(codes)))
    places = np.arange(len(codes))
    numbers[:, :, N] = _SAMPLES
    for side, step in enumerate((-1, 1)):
        numbers[:, places, FIRST_BUCKET + buckets + step] = spread[:, side]
    numbers[:, places, FIRST_BUCKET + buckets] = _SAMPLES - spread.sum(axis=1)
    edges = np.array([_typical(code, bucket) for (code, _), bucket in zip(codes, buckets.tolist(), strict=True)])
    numbers[:, :, TOTAL] = edges * _SAMPLES + spread.sum(axis=1)
    numbers[:, :, LOWEST] = numbers[:, :, HIGHEST] = edges
    return numbers


def _typical(code: int, bucket: int) -> int:
    """A value of a day of work; what is counted is small or its total would be no day's."""
    by_total = {"connects_attempted": 5, "connects_lost": 0, "use_seconds": 300}
    metric = next(each for each in METRICS.values() if each.code == code)
    return by_total.get(metric.name, metric.edges[bucket])


def _events(rng: np.random.Generator, ids: Sequence[int], number: int) -> Iterator[tuple[object, ...]]:
    """Seven starts in ten days with their parts, and a crash a week."""
    for device in ids:
        base = int(rng.integers(20_000, 90_000))
        for day in range(TODAY - DAYS + 1, TODAY + 1):
            told = [("boot_ms", base), ("boot_idle_ms", base // 2), ("sign_in_ms", base // 3)]
            told += [(phase, base // 9) for phase in _PHASES]
            if rng.random() < 0.7:
                for name, value in told:
                    number += 1
                    at = day * _DAY_MS + 30_000_000
                    yield device, day, number, METRICS[name].code, "", at, value + int(rng.integers(0, 9_000)), None
            if rng.random() < 1 / 7:
                number += 1
                yield device, day, number, METRICS["app_crash"].code, "editor", day * _DAY_MS + 40_000_000, 1, None


def _codes(keys: Sequence[tuple[str, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((METRICS[name].code, subject) for name, subject in keys))


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Any) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 - ours
