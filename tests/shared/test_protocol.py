"""What agent and collector promise each other: bounds, error shape, and limits that fit together."""

from typing import Any

import msgspec
import pytest

from barometer_shared import protocol
from barometer_shared.protocol import BatchReceipt, DeviceConfig, EnrolmentRequest, Problem, Target, bearer
from barometer_shared.samples import Sample

REQUEST = {
    "token": "t",
    "name": "LT-0042",
    "hardware_id": "0" * 64,
    "platform": "linux",
    "os": "Debian GNU/Linux 12",
    "agent_version": "0.1.0",
}


def test_a_whole_request_is_accepted() -> None:
    assert msgspec.convert(REQUEST, EnrolmentRequest).name == "LT-0042"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("token", ""),
        ("token", "t" * 201),
        ("name", ""),
        ("hardware_id", "0" * 63),
        ("hardware_id", "G" * 64),
        ("platform", "beos"),
        ("os", "x" * 121),
        ("agent_version", "1" * 65),
    ],
)
def test_a_request_out_of_bounds_is_refused_and_the_field_is_named(field: str, value: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=rf"\$\.{field}"):
        msgspec.convert({**REQUEST, field: value}, EnrolmentRequest)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x", "javascript:alert(1)", "intranet", "https:/x"])
def test_a_target_is_reached_over_http_or_not_at_all(url: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"\$\.url"):
        msgspec.convert({"name": "intranet", "url": url}, Target)


@pytest.mark.parametrize("seconds", [4, 3601, 0, -1])
def test_no_pace_floods_the_collector_or_falls_asleep(seconds: int) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"\$\.interval_seconds"):
        msgspec.convert({"version": "1", "interval_seconds": seconds}, DeviceConfig)


def test_a_problem_says_only_what_it_has_to_say() -> None:
    assert msgspec.to_builtins(Problem("gone", 410)) == {"title": "gone", "status": 410}


def test_a_receipt_always_says_everything() -> None:
    receipt: dict[str, Any] = msgspec.to_builtins(BatchReceipt("0f" * 16, 0, 0, ""))
    assert set(receipt) == {"batch", "accepted", "quarantined", "config", "pause_ms"}


def test_a_bearer_holds_device_and_secret() -> None:
    assert bearer("00ab12cd34ef5678", "s.ecret") == "Bearer 00ab12cd34ef5678.s.ecret"


def test_the_ledger_remembers_longer_than_the_spool_keeps() -> None:
    assert protocol.LEDGER_DAYS > protocol.SPOOL_DAYS


def test_a_full_batch_of_ordinary_samples_fits_within_the_limits() -> None:
    sample = Sample("resource_pressure_permille", 1000, 9_999_999_999_999, subject="x" * 120)
    full = protocol.MAX_BATCH_SAMPLES * len(msgspec.json.encode(sample))
    assert full < protocol.MAX_DECODED_BYTES
    assert protocol.MAX_BODY_BYTES < protocol.MAX_DECODED_BYTES
