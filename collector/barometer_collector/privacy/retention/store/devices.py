"""The SQL of deleting device by device, from tables whose keys begin with the device and then tell its days or months.

No index tells which rows are old, and none is needed: a device's oldest rows stand first. On SQLite the query jumps
from device to device; on PostgreSQL it reads the partitions that are only partly too old, and no others.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, text
from sqlmodel import Session


def find(session: Session, table: str, column: str, limit: int | str, after: int, most: int) -> list[int]:
    """The next devices with rows from before ``limit``, by number, at most ``most`` of them and all above ``after``."""
    values = {"after": after, "limit": limit, "most": most}
    query = _jump(table, column) if session.connection().dialect.name == "sqlite" else _read(table, column)
    return list(session.connection().execute(text(query), values).scalars())


def remove(session: Session, table: str, column: str, limit: int | str, devices: Sequence[int]) -> int:
    """Delete the rows of these devices from before ``limit``; how many those were."""
    query = text(f"DELETE FROM {table} WHERE device_id IN :devices AND {column} < :limit")  # noqa: S608 - names of ours
    values = {"devices": list(devices), "limit": limit}
    return int(session.connection().execute(query.bindparams(bindparam("devices", expanding=True)), values).rowcount)


def _read(table: str, column: str) -> str:
    return f"""
        SELECT DISTINCT device_id FROM {table} WHERE {column} < :limit AND device_id > :after
        ORDER BY device_id LIMIT :most
    """  # noqa: S608 - names of ours


def _jump(table: str, column: str) -> str:
    return f"""
        WITH RECURSIVE device (id) AS (
            SELECT MIN(device_id) FROM {table} WHERE device_id > :after
            UNION ALL
            SELECT (SELECT MIN(device_id) FROM {table} WHERE device_id > device.id) FROM device
            WHERE device.id IS NOT NULL
        )
        SELECT id FROM device
        WHERE id IS NOT NULL AND (SELECT MIN({column}) FROM {table} WHERE device_id = device.id) < :limit
        LIMIT :most
    """  # noqa: S608 - names of ours
