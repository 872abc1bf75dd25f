"""The keys of a fleet's laptops: enrolled over HTTP as any laptop is, and kept in a file for the next run."""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import msgspec
import numpy as np
import numpy.typing as npt

from barometer_collector.simulation.fleet import TEAMS
from barometer_collector.simulation.live.population import PLATFORMS, Population
from barometer_shared.protocol import ENROLMENTS_PATH, EnrolmentRequest, EnrolmentResponse

_WORKERS = 8

Keys = npt.NDArray[np.bytes_]


class KeysError(Exception):
    """There are no keys for this fleet; the message says what to do."""


def read_keys(path: Path, count: int) -> Keys:
    """The first ``count`` keys of a file that ``write_keys`` wrote. Raises KeysError."""
    try:
        found = path.read_bytes().split()
    except OSError as error:
        raise KeysError(f"keys file {path} cannot be read ({error.strerror}): name another with --keys") from error
    if len(found) < count:
        raise KeysError(f"keys file {path} holds {len(found)} laptops, {count} were asked: remove it, or ask for fewer")
    return np.array(found[:count])


def write_keys(path: Path, keys: Keys) -> None:
    """One ``DEVICE_ID.SECRET`` a line, readable by its owner alone. Raises OSError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(b"\n".join(keys.tolist()) + b"\n")


def enrol(client: httpx.Client, population: Population, token_of: Callable[[str], str]) -> Keys:
    """Enrol every laptop with the token of its team. Raises KeysError where the collector refuses."""

    def one(place: int) -> bytes:
        team = TEAMS[int(population.team[place])].name
        return _enrol(client, _request(population, place, token_of(team)))

    with ThreadPoolExecutor(_WORKERS) as pool:
        return np.array(list(pool.map(one, range(population.count))))


def _request(population: Population, place: int, token: str) -> EnrolmentRequest:
    platform = PLATFORMS[int(population.platform[place])][0]
    hardware = hashlib.sha256(f"simulated/live/{population.seed}/{place}".encode()).hexdigest()
    return EnrolmentRequest(token, f"LIVE-{place:07d}", hardware, platform, platform, "0.1.0-simulated")


def _enrol(client: httpx.Client, request: EnrolmentRequest) -> bytes:
    try:
        response = client.post(
            ENROLMENTS_PATH, content=msgspec.json.encode(request), headers={"Content-Type": "application/json"}
        )
    except httpx.HTTPError as error:
        raise KeysError(f"enrolment of {request.name}: {error}") from error
    if response.status_code != httpx.codes.CREATED:
        raise KeysError(f"enrolment of {request.name}: {response.status_code} {response.text}")
    identity = msgspec.json.decode(response.content, type=EnrolmentResponse)
    return f"{identity.device_id}.{identity.secret}".encode()
