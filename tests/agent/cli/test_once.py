"""``once``."""

from collections.abc import Callable, Iterable

import msgspec
import pytest

from barometer_agent.cli import once
from barometer_agent.cli.command import Call
from barometer_agent.cli.main import main
from barometer_agent.sampler import About, Context, Reason
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample


def test_each_line_is_a_sample_and_each_gap_is_told_beside(
    capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    assert main(["--data", str(tmp_path), "once", "--json"]) == 0
    told = capsys.readouterr()
    samples = [msgspec.json.decode(line, type=Sample) for line in told.out.splitlines()]
    assert {sample.metric for sample in samples} <= set(METRICS)
    assert all(line.startswith("Not measured: ") for line in told.err.splitlines())
    assert samples or told.err


class Broken:
    """A sampler that crashes."""

    name = "broken"
    every = 60.0
    about = About("How broken?", "Hoe stuk?", ("boot_ms",))

    def sample(self, context: Context) -> Iterable[Sample]:
        raise ZeroDivisionError("no minutes")


class Works(Broken):
    """One that does not."""

    name = "works"

    def sample(self, context: Context) -> Iterable[Sample]:
        context.gap("sign_in_ms", Reason("nobody signs in", "niemand meldt zich aan"))
        return [Sample("boot_ms", 5, 1)]


def test_a_sampler_that_crashes_is_named_and_the_others_are_shown(
    capsys: pytest.CaptureFixture[str], make_call: Callable[..., Call]
) -> None:
    assert once.show([Broken(), Works()], make_call("nl", json=False)) == 1
    told = capsys.readouterr()
    assert "Opstarttijd: 0,0 s" in told.out
    assert "De meting broken is mislukt (ZeroDivisionError: no minutes)" in told.err
    assert "Niet gemeten: Aanmeldtijd – niemand meldt zich aan" in told.out
    assert once.show([Works()], make_call("en", json=True)) == 0
    told = capsys.readouterr()
    assert msgspec.json.decode(told.out, type=Sample) == Sample("boot_ms", 5, 1)
    assert told.err.endswith(" – nobody signs in\n")
