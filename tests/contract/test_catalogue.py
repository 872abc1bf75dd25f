"""What a metric was released with holds for ever: stored history is counted under its code and edges.

A new metric gets a new line: ``python3 tests/contract/test_catalogue.py`` with the Python of ``.venv`` adds it, and
never changes a line that stands.
"""

import json
from pathlib import Path

from barometer_shared.metrics import METRICS

GOLDEN = Path(__file__).with_name("catalogue.json")


def rows() -> dict[str, list[object]]:
    return {row.name: [row.code, row.unit, row.kind.value, row.subject.value, *row.edges] for row in METRICS.values()}


def released() -> dict[str, list[object]]:
    return json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}


def test_no_released_metric_changed_or_went() -> None:
    changed = {name: (row, rows().get(name)) for name, row in released().items() if rows().get(name) != row}
    assert changed == {}, "name: (released, now)"


def test_every_metric_is_on_record() -> None:
    assert rows().keys() - released().keys() == set(), f"add it by running {__file__}"


if __name__ == "__main__":
    lines = [f" {json.dumps(name)}: {json.dumps(row)}" for name, row in {**rows(), **released()}.items()]
    GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
