"""The SQL of enrolment and of the devices' keys."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import delete, func, text, update
from sqlmodel import Session, col, select

from barometer_collector.database import fetch
from barometer_collector.devices.tables import Device, DeviceGap, EnrolmentToken
from barometer_shared.protocol import EnrolmentRequest
from barometer_shared.samples import Gap

# The same hardware is the same device, with a new secret; the old one ends here. One statement, and a number that is
# made of the hardware, so that two enrolments at the same moment cannot make two devices: in a cluster only what holds
# the number can be unique. Nothing comes back where other hardware has that number.
_PUT_DEVICE = text(
    """
    INSERT INTO device (id, name, platform, os, agent_version, hardware_hash, secret_hash, question_types, simulated,
                        enrolled_at)
    VALUES (:id, :name, :platform, :os, :agent_version, :hardware_hash, :secret_hash, '', :simulated, :enrolled_at)
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, platform = excluded.platform, os = excluded.os, agent_version = excluded.agent_version,
        secret_hash = excluded.secret_hash, simulated = excluded.simulated, enrolled_at = excluded.enrolled_at,
        revoked_at = NULL
        WHERE device.hardware_hash = excluded.hardware_hash
    RETURNING id
    """
)

_NOTE_SEEN = (
    "UPDATE device SET platform = {0}, os = {0}, agent_version = {0}, question_types = {0}, last_seen_at = {0} "
    "WHERE id = {0}"
)


class Seen(NamedTuple):
    """What is written down of a device that was heard."""

    platform: str
    os: str
    agent_version: str
    question_types: str
    last_seen_at: int
    device_id: int


def add_token(session: Session, token: EnrolmentToken) -> None:
    session.add(token)
    session.flush()


def token_of(session: Session, token_hash: str) -> EnrolmentToken | None:
    return session.get(EnrolmentToken, token_hash)


def use_token(session: Session, token_hash: str) -> bool:
    """Take one use; False when there is none left (another enrolment was first)."""
    left = col(EnrolmentToken.uses_left)
    statement = (
        update(EnrolmentToken)
        .where(col(EnrolmentToken.token_hash) == token_hash, left.is_(None) | (left > 0))
        .values(uses_left=left - 1)
    )
    taken: Any = session.connection().execute(statement)
    return bool(taken.rowcount)


def revoke_tokens(session: Session, team_id: int, now_ms: int) -> int:
    """How many unrevoked tokens of the team were revoked now."""
    open_ones = (col(EnrolmentToken.team_id) == team_id, col(EnrolmentToken.revoked_at).is_(None))
    done: Any = session.connection().execute(update(EnrolmentToken).where(*open_ones).values(revoked_at=now_ms))
    return int(done.rowcount)


def number_of_hardware(session: Session, hardware_hash: str) -> int | None:
    """The number of the device of that hardware; None for an unknown one."""
    return session.exec(select(Device.id).where(Device.hardware_hash == hardware_hash)).first()


def put_device(
    session: Session,
    request: EnrolmentRequest,
    *,
    number: int,
    hardware_hash: str,
    secret_hash: str,
    simulated: bool,
    enrolled_at: int,
) -> bool:
    """Make it known under ``number``, or give it a new secret; False where other hardware has that number."""
    values = {
        "id": number,
        "name": request.name,
        "platform": request.platform,
        "os": request.os,
        "agent_version": request.agent_version,
        "hardware_hash": hardware_hash,
        "secret_hash": secret_hash,
        "simulated": simulated,
        "enrolled_at": enrolled_at,
    }
    return session.connection().execute(_PUT_DEVICE, values).first() is not None


def revoke_device(session: Session, device_id: int, now_ms: int) -> bool:
    """Whether there was such a device."""
    statement = update(Device).where(col(Device.id) == device_id).values(revoked_at=now_ms)
    done: Any = session.connection().execute(statement)
    return bool(done.rowcount)


def note_seen(session: Session, rows: Sequence[Seen]) -> None:
    """As the driver takes them: SQLAlchemy's own names for six values take longer than the update."""
    if rows:
        connection = session.connection()
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        connection.exec_driver_sql(_NOTE_SEEN.format(mark), list(rows))


def replace_gaps(session: Session, device_id: int, gaps: Sequence[Gap], now_ms: int) -> None:
    session.connection().execute(delete(DeviceGap).where(col(DeviceGap.device_id) == device_id))
    for gap in gaps:
        reason = msgspec.json.encode(gap.reason).decode()
        session.add(
            DeviceGap(device_id=device_id, metric=gap.metric, kind=gap.kind.value, reason=reason, said_at=now_ms)
        )
    session.flush()


def live_secrets(session: Session, device_ids: Sequence[int]) -> dict[int, str]:
    """The secret's hash of each of these devices that exists and is not revoked."""
    if not device_ids:
        return {}
    marks = ", ".join("?" * len(device_ids))
    statement = f"SELECT id, secret_hash FROM device WHERE id IN ({marks}) AND revoked_at IS NULL"  # noqa: S608 - marks only
    return dict(fetch(session, statement, tuple(device_ids)))


def count_devices(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Device)).one()
