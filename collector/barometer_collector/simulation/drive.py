"""Drives a collector over HTTP as a whole fleet would: enrol, then send every day's batch, in order."""

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from gzip import compress

import httpx
import msgspec

from barometer_collector.simulation.fleet import Laptop
from barometer_collector.simulation.workday import DAY_MS, Workday, simulate
from barometer_shared.protocol import (
    BATCHES_PATH,
    DEVICE_CONFIG_PATH,
    ENROLMENTS_PATH,
    SENT_AT_HEADER,
    BatchReceipt,
    DeviceConfig,
    EnrolmentRequest,
    EnrolmentResponse,
    bearer,
)
from barometer_shared.questions import Faces, OpenQuestion
from barometer_shared.samples import Batch

_ATTEMPTS = 20
_SECONDS_AT_MOST = 30.0
_RETRY = (429, 503)


class DriveError(Exception):
    """The collector refused what a simulated laptop sent."""


@dataclass
class Outcome:
    """What the collector acknowledged, and how long it took each time, in seconds."""

    devices: int = 0
    batches: int = 0
    samples: int = 0
    answers: int = 0
    quarantined: int = 0
    latencies: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """Days ``first_day`` to ``last_day`` (included, days since 1970, all of them over) of the fleet of ``seed``."""

    seed: int
    first_day: int
    last_day: int


def drive(
    client: httpx.Client,
    laptops: list[Laptop],
    token_of: Callable[[str], str],
    plan: Plan,
    *,
    now_ms: int,
    workers: int = 4,
    progress: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Send the history of ``laptops`` to the collector behind ``client``.

    ``token_of`` gives the enrolment token of a team by its name. Batch ids follow from seed, laptop and day, so
    that driving the same days twice changes nothing. Raises DriveError where the collector refuses.
    """
    outcome = Outcome()
    with ThreadPoolExecutor(workers) as pool:
        jobs = ((client, laptop, token_of(laptop.team.name), plan, now_ms) for laptop in laptops)
        for one in pool.map(lambda job: _one_laptop(*job), jobs):
            _add(outcome, one)
            progress(outcome)
    return outcome


def _one_laptop(client: httpx.Client, laptop: Laptop, token: str, plan: Plan, now_ms: int) -> Outcome:
    outcome = Outcome(devices=1)
    identity = _enrol(client, laptop, token, plan.seed)
    asked = _pulse(client, identity)
    first = True
    for day in range(plan.first_day, plan.last_day + 1):
        workday = simulate(laptop, day, plan.seed, asked)
        batch = _batch(laptop, day, plan.seed, workday, with_gaps=first)
        if batch is None:
            continue
        first = False
        receipt = _send(client, identity, batch, now_ms, outcome)
        outcome.batches += 1
        outcome.samples += len(batch.samples)
        outcome.answers += len(batch.answers)
        outcome.quarantined += receipt.quarantined
    return outcome


def _enrol(client: httpx.Client, laptop: Laptop, token: str, seed: int) -> EnrolmentResponse:
    request = EnrolmentRequest(
        token=token,
        name=laptop.name,
        hardware_id=hashlib.sha256(f"simulated/{seed}/{laptop.number}".encode()).hexdigest(),
        platform=laptop.agent.platform,
        os=laptop.agent.os,
        agent_version=laptop.agent.version,
    )
    response = client.post(
        ENROLMENTS_PATH, content=msgspec.json.encode(request), headers={"Content-Type": "application/json"}
    )
    if response.status_code != httpx.codes.CREATED:
        raise DriveError(f"enrolment of {laptop.name}: {response.status_code} {response.text}")
    return msgspec.json.decode(response.content, type=EnrolmentResponse)


def _pulse(client: httpx.Client, identity: EnrolmentResponse) -> OpenQuestion | None:
    """The pulse that this laptop is asked now, as any agent learns of it; None when it is not in the sample."""
    headers = {"Authorization": bearer(identity.device_id, identity.secret)}
    response = client.get(DEVICE_CONFIG_PATH, headers=headers)
    if response.status_code != httpx.codes.OK:
        raise DriveError(f"configuration of {identity.device_id}: {response.status_code} {response.text}")
    questions = msgspec.json.decode(response.content, type=DeviceConfig).questions
    usual = (each for each in questions if not (each.occasion or each.onboarding or each.anonymous))
    return next((each for each in usual if isinstance(each.question, Faces)), None)


def _batch(laptop: Laptop, day: int, seed: int, workday: Workday, *, with_gaps: bool) -> Batch | None:
    """The batch of a whole day; None for a day off."""
    if not workday.samples and not workday.answers:
        return None
    sealed = (day + 1) * DAY_MS
    return Batch(
        id=hashlib.sha256(f"simulated/{seed}/{laptop.number}/{day}".encode()).hexdigest()[:32],
        month=time.strftime("%Y-%m", time.gmtime(sealed / 1000)),
        sealed_at=sealed,
        utc_offset_minutes=laptop.utc_offset_minutes,
        boot_id=f"simulated-{day}",
        agent=laptop.agent,
        skew_ms=0,
        samples=workday.samples,
        answers=workday.answers,
        gaps=list(laptop.gaps) if with_gaps else None,
    )


def _send(
    client: httpx.Client, identity: EnrolmentResponse, batch: Batch, now_ms: int, outcome: Outcome
) -> BatchReceipt:
    body = compress(msgspec.json.encode(batch), compresslevel=1, mtime=0)
    headers = {
        "Authorization": bearer(identity.device_id, identity.secret),
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        SENT_AT_HEADER: str(now_ms),
    }
    for _attempt in range(_ATTEMPTS):
        begun = time.perf_counter()
        response = client.post(BATCHES_PATH, content=body, headers=headers)
        outcome.latencies.append(time.perf_counter() - begun)
        if response.status_code == httpx.codes.ACCEPTED:
            return msgspec.json.decode(response.content, type=BatchReceipt)
        if response.status_code not in _RETRY:
            raise DriveError(f"batch {batch.id}: {response.status_code} {response.text}")
        time.sleep(min(_SECONDS_AT_MOST, float(response.headers.get("Retry-After", "1"))))
    raise DriveError(f"batch {batch.id}: the collector was busy {_ATTEMPTS} times; try again later")


def _add(total: Outcome, one: Outcome) -> None:
    total.devices += one.devices
    total.batches += one.batches
    total.samples += one.samples
    total.answers += one.answers
    total.quarantined += one.quarantined
    total.latencies += one.latencies
