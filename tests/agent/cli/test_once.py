"""``once``."""

import msgspec
import pytest

from barometer_agent.cli.main import main
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample


def test_each_line_is_a_sample_and_each_gap_is_told_beside(
    capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    assert main(["--data", str(tmp_path), "once"]) == 0
    told = capsys.readouterr()
    samples = [msgspec.json.decode(line, type=Sample) for line in told.out.splitlines()]
    assert {sample.metric for sample in samples} <= set(METRICS)
    assert {line.split(":")[0] for line in told.err.splitlines()} <= set(METRICS)
    assert samples or told.err
