"""Each rule, on statements that break it (``broken.sql``, under its name) and on some that keep all (``kept.sql``).

``test_citus`` asks a cluster of each whether that is so.
"""

import re
from pathlib import Path

import pytest

from tests.contract.plan_blocks import Catalogue
from tests.contract.plan_rules import faults

CATALOGUE = Catalogue(
    columns={
        "device": frozenset({"id", "name", "simulated"}),
        "touched": frozenset({"device_id", "at", "since_day"}),
        "answer": frozenset({"device_id", "answer_id", "campaign", "day", "value"}),
        "membership": frozenset({"device_id", "from_day", "team_id"}),
        "team": frozenset({"id", "slug", "name"}),
        "campaign": frozenset({"slug", "kind"}),
        "stale_team": frozenset({"team", "day"}),
        "sample_number": frozenset({"last"}),
    },
    device={"device": "id", "touched": "device_id", "answer": "device_id", "membership": "device_id"},
    local=frozenset({"sample_number"}),
)

HERE = Path(__file__).parent


def _read(name: str) -> list[tuple[str, str]]:
    """Each statement of a file with the comment above it."""
    parts = [part.strip() for part in (HERE / name).read_text().split(";\n")]
    found = [re.fullmatch(r"(?:-- (\w+)\n)?(.+)", part, re.DOTALL) for part in parts if part]
    return [(" ".join(each[2].split()), each[1] or "") for each in found if each]


BROKEN = dict(_read("broken.sql"))
KEPT = [text for text, _ in _read("kept.sql")]


@pytest.mark.parametrize(("text", "rule"), BROKEN.items())
def test_a_statement_that_a_cluster_cannot_do_in_place_breaks_its_rule(text: str, rule: str) -> None:
    assert rule in {fault.rule for fault in faults(text, CATALOGUE)}


@pytest.mark.parametrize("text", KEPT)
def test_a_statement_that_the_nodes_do_by_themselves_breaks_none(text: str) -> None:
    assert faults(text, CATALOGUE) == []


def test_every_rule_is_shown_to_fail() -> None:
    assert {fault.rule for text in BROKEN for fault in faults(text, CATALOGUE)} == set(BROKEN.values())
