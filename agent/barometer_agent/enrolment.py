"""Becoming known to a collector: a token for an identity, kept in a file for the service's eyes only."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from barometer_agent import __version__, ownership
from barometer_agent.durable import sync_folder
from barometer_agent.language import Say
from barometer_shared.protocol import ENROLMENTS_PATH, EnrolmentRequest, EnrolmentResponse

if TYPE_CHECKING:  # HTTP is loaded by those who speak it: the service reads who it is before that
    from barometer_agent.uplink.replies import Reply
    from barometer_agent.uplink.transport import Transport

FILE = "identity.json"
# What a collector says of a token that it does not take.
_RULES = {
    "a token made on this collector": "unknown",
    "not expired": "expired",
    "not used up": "used_up",
    "not revoked": "revoked",
}


class Identity(msgspec.Struct, frozen=True):
    """Who this laptop is to its collector. ``secret`` is never shown, logged or sent elsewhere."""

    device_id: str
    secret: str
    team: str
    server: str

    def __repr__(self) -> str:
        return f"Identity(device_id={self.device_id!r}, server={self.server!r})"


class Device(Protocol):
    """What an enrolment tells of the laptop."""

    @property
    def name(self) -> str: ...
    @property
    def platform(self) -> str: ...
    @property
    def os(self) -> str: ...
    @property
    def hardware_id(self) -> str: ...


class EnrolmentError(Exception):
    """Enrolling failed. ``title``, ``detail`` and ``fix`` are the collector's own words where it spoke.

    ``rule`` is what it says that was broken: where that is known here, it is told in the person's language.
    """

    def __init__(self, title: str, detail: str = "", fix: str = "", rule: str = "") -> None:
        more = " ".join(part for part in (detail, fix) if part)
        super().__init__(f"{title}: {more}" if more else title)
        self.title = title
        self.detail = detail
        self.fix = fix
        self.rule = rule

    def told(self, say: Say) -> str:
        """What is wrong and what to do, in the language of ``say`` where it is known, else the collector's words."""
        known = _RULES.get(self.rule)
        return say(f"enrol.token_{known}") if known else str(self)


class NoCollectorError(EnrolmentError):
    """Nobody answered, or somebody who is no collector: ``text`` names what the texts of each language say of it.

    ``values`` fill it in; a ``reason`` among them is a line of ``uplink.cause``.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text, ", ".join(f"{name}={value}" for name, value in values.items()))
        self.text = text
        self.values = values


class IdentityError(Exception):
    """There is no identity that can be used; says why and what to do.

    ``kind``: missing, unreadable, of_another or damaged; the texts of each language explain it, with ``values``.
    """

    def __init__(self, kind: str, path: Path, text: str, **values: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.path = path
        self.values = {"path": path, **values}


def enrol(transport: "Transport", token: str, device: Device) -> Identity:
    """Ask the collector for an identity. Raises EnrolmentError. The token is kept nowhere."""
    from barometer_agent.uplink.transport import UnreachableError

    request = EnrolmentRequest(token, device.name, device.hardware_id, device.platform, device.os[:120], __version__)
    try:
        reply = transport.post(ENROLMENTS_PATH, msgspec.json.encode(request), {"Content-Type": "application/json"})
    except UnreachableError as error:
        raise NoCollectorError("doctor.server.silent", server=transport.server, reason=error) from error
    given = _response(transport.server, reply)
    return Identity(given.device_id, given.secret, given.team, transport.server)


def save(folder: Path, identity: Identity) -> None:
    """Write the identity so that it is whole or not there, also after a power cut; readable by its owner alone.

    That is the folder's owner, also when root enrols.
    """
    import tempfile

    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{FILE}.", delete=False) as file:  # made with mode 0600
        ownership.hand_over(file.fileno(), folder)
        file.write(msgspec.json.encode(identity))
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(folder / FILE)
    sync_folder(folder)


def load(folder: Path) -> Identity:
    """The identity of this laptop. Raises IdentityError where there is none or it cannot be read."""
    path = folder / FILE
    fix = "enrol this laptop: barometer-agent enrol --server URL --token TOKEN"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Identity)
    except FileNotFoundError as error:
        raise IdentityError("missing", path, f"not enrolled yet ({path} is not there): {fix}") from error
    except OSError as error:
        if other := ownership.of_another(path):
            reason = f"{path} belongs to {other['owner']}: sudo chown {other['account']} {path}"
            raise IdentityError("of_another", path, reason, **other) from error
        reason = f"{path} is not readable ({error.strerror}): run as its owner"
        raise IdentityError("unreadable", path, reason) from error
    except msgspec.DecodeError as error:
        raise IdentityError("damaged", path, f"{path} is damaged ({error}): {fix}") from error


def _response(server: str, reply: "Reply") -> EnrolmentResponse:
    from barometer_agent.uplink import replies

    if reply.status in (200, 201):
        try:
            return msgspec.json.decode(reply.body, type=EnrolmentResponse)
        except msgspec.DecodeError as error:
            raise NoCollectorError("doctor.server.other", server=server, status=reply.status) from error
    told = replies.problem(reply)
    if told is not None:
        raise EnrolmentError(told.title, told.detail, told.fix, told.rule)
    raise NoCollectorError("doctor.server.other", server=server, status=reply.status)
