"""Who can be shown a question."""

from datetime import UTC, datetime

import pytest

from barometer_agent.sampler import Context, NoData
from barometer_agent.samplers.reach import create
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample

NOW_MS = 1_795_262_400_000
CONTEXT = Context(datetime.fromtimestamp(NOW_MS / 1000, UTC))


@pytest.mark.parametrize("people", [0, 2])
def test_it_tells_how_many_people_can_be_shown_nothing(people: int) -> None:
    sampler = create(lambda: people)
    assert list(sampler.sample(CONTEXT)) == [Sample("agent_unreached_people", people, NOW_MS)]
    assert set(sampler.about.metrics) <= METRICS.keys()


def test_where_no_icon_runs_that_is_no_zero() -> None:
    with pytest.raises(NoData, match="no icon runs"):
        create().sample(CONTEXT)
