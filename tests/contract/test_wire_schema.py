"""The wire, as a JSON schema, is what was released: a change is made on purpose or not at all.

Renew after a change that older agents and collectors survive (a new optional field, a new type in a union):
``python3 tests/contract/test_wire_schema.py`` with the Python of ``.venv``, then read the difference in git.
"""

import difflib
import json
from pathlib import Path
from typing import Any

import msgspec

from barometer_shared.anonymous import Ballot, BallotReceipt, KeyList, TokenReply, TokenRequest
from barometer_shared.protocol import BatchReceipt, DeviceConfig, EnrolmentRequest, EnrolmentResponse, Problem
from barometer_shared.report import DeviceReport
from barometer_shared.samples import Batch

GOLDEN = Path(__file__).with_name("wire.schema.json")
OF_A_DEVICE = (EnrolmentRequest, EnrolmentResponse, Batch, BatchReceipt, DeviceConfig, DeviceReport, Problem)
ANONYMOUS = (KeyList, TokenRequest, TokenReply, Ballot, BallotReceipt)
MESSAGES = (*OF_A_DEVICE, *ANONYMOUS)


def schema() -> str:
    """The messages and everything in them, as text that compares line by line."""
    messages, parts = msgspec.json.schema_components(MESSAGES, ref_template="#/parts/{name}")
    return json.dumps(_without_prose({"messages": messages, "parts": parts}), indent=1, sort_keys=True) + "\n"


def _without_prose(schema: Any) -> Any:
    """``schema`` without docstrings: they may be written better at any time, and Pythons indent them differently."""
    if isinstance(schema, dict):
        prose = {"description"} if isinstance(schema.get("description"), str) else set()
        return {key: _without_prose(value) for key, value in schema.items() if key not in prose}
    return [_without_prose(item) for item in schema] if isinstance(schema, list) else schema


def test_the_wire_is_what_was_released() -> None:
    released = GOLDEN.read_text(encoding="utf-8").splitlines()
    difference = difflib.unified_diff(released, schema().splitlines(), "released", "now", lineterm="", n=4)
    shown = "\n".join(difference)
    assert not shown, f"the wire changed; older agents live for years. If this is meant, see {__file__}\n{shown}"


if __name__ == "__main__":
    GOLDEN.write_text(schema(), encoding="utf-8")
