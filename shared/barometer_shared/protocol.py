"""How agent and collector speak: paths, headers, limits, and the shape of an error."""

from typing import Annotated

from msgspec import Meta, Struct

from barometer_shared.questions import OpenQuestion

ENROLMENTS_PATH = "/api/v1/enrolments"
BATCHES_PATH = "/api/v1/batches"
DEVICE_CONFIG_PATH = "/api/v1/device/config"

# The device's clock at the moment of sending, milliseconds since 1970 UTC. Outside the sealed body, because a
# retry must stay the same bytes while its moment of sending changes.
SENT_AT_HEADER = "Barometer-Sent-At"
# The configuration version that the collector has for this device; rides on every acknowledgement.
CONFIG_HEADER = "Barometer-Config"
PROBLEM_TYPE = "application/problem+json"
# The ``type`` of every problem of a collector (RFC 9457, 3.1.1). Gateways and filters speak problem details as well:
# only one of this type may cost an agent a batch, or have it hold its tongue.
COLLECTOR_PROBLEM = "urn:barometer:problem"

MAX_BODY_BYTES = 1 << 20  # as sent
MAX_DECODED_BYTES = 4 << 20  # after decompression
MAX_BATCH_SAMPLES = 2_000
MAX_BATCH_ANSWERS = 100
MAX_TARGETS = 20  # one that is silent takes five seconds of every round
MAX_QUESTIONS = 20
LEDGER_DAYS = 45  # batch ids are remembered this long; older batches are refused
SPOOL_DAYS = 30  # the agent keeps what it could not send this long
MAX_PAUSE_MS = 300_000  # the longest that a receipt may ask for


class EnrolmentRequest(Struct, frozen=True):
    """A laptop asks to be known. ``hardware_id`` is a hash made on the device, so that a re-install is recognised."""

    token: Annotated[str, Meta(min_length=1, max_length=200)]
    name: Annotated[str, Meta(min_length=1, max_length=255)]
    hardware_id: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    platform: Annotated[str, Meta(pattern=r"^(linux|windows|macos)$")]
    os: Annotated[str, Meta(max_length=120)]
    agent_version: Annotated[str, Meta(max_length=64)]


class EnrolmentResponse(Struct, frozen=True):
    """The device's identity. ``device_id`` is 16 hex digits (64 bits); the secret is told once and stored hashed."""

    device_id: str
    secret: str
    team: str


class Target(Struct, frozen=True):
    """Where network quality is measured to. ``name`` is the subject of its samples."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    url: Annotated[str, Meta(pattern=r"^https?://", max_length=300)]


class DeviceConfig(Struct, frozen=True):
    """What the collector may tell an agent: a fixed vocabulary, never code, paths or commands.

    ``interval_seconds`` is the pace of sending. Unknown fields are ignored by older agents.
    """

    version: str
    interval_seconds: Annotated[int, Meta(ge=5, le=3600)]
    targets: Annotated[list[Target], Meta(max_length=MAX_TARGETS)] = []
    questions: Annotated[list[OpenQuestion], Meta(max_length=MAX_QUESTIONS)] = []


class BatchReceipt(Struct, frozen=True):
    """The acknowledgement: told only after the batch is durable. A repeated batch is told the same again.

    ``pause_ms`` is how long the agent is asked to wait before its next batch when more of them wait: 0 while the
    intake has room. Answers need not wait for it.
    """

    batch: str
    accepted: int
    quarantined: int
    config: str
    pause_ms: int = 0


class Problem(Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details, with the field and rule that were broken and what to do about it.

    A collector's own are of the type COLLECTOR_PROBLEM.
    """

    title: str
    status: int
    type: str = "about:blank"
    detail: str = ""
    field: str = ""
    rule: str = ""
    fix: str = ""


def bearer(device_id: str, secret: str) -> str:
    """The value of a device's ``Authorization`` header."""
    return f"Bearer {device_id}.{secret}"
