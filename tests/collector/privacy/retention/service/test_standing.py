"""How things stand, from what the last run noted."""

from barometer_collector.database import Database
from barometer_collector.privacy.retention.rules.budget import Volume
from barometer_collector.privacy.retention.rules.forecast import Use
from barometer_collector.privacy.retention.service import keeping
from barometer_collector.privacy.retention.service.standing import standing
from barometer_collector.privacy.retention.store import state
from barometer_collector.settings import Keep
from tests.collector.laptops import NOON_MS

DAY_MS = 86_400_000
MB = 10**6


def test_before_the_first_run_nothing_is_known(database: Database) -> None:
    assert standing(database, Keep(), Volume(1, 1)) is None


def test_raw_samples_that_may_take_no_more_are_no_reason_for_a_full_disk(database: Database) -> None:
    with database.writing() as session:
        for day in range(5):
            use = Use(NOON_MS - (4 - day) * DAY_MS, (100 + 11 * day) * MB, (50 + 10 * day) * MB)
            state.put_use(session, use.at // DAY_MS, use, 0)
        state.put_state(session, keeping.RAN_AT, NOON_MS)
        state.put_state(session, keeping.RAW_ALLOWED, 100 * MB)
    found = standing(database, Keep(), Volume(1_000 * MB, 61 * MB))
    assert found is not None
    assert (found.use.raw, found.growth_per_day, found.raw_allowed) == (90 * MB, 11 * MB, 100 * MB)
    assert found.full_in_days == 1 + 50  # a day of both, then the rest alone
    assert (found.raw_first_day, found.missing_days, found.ran_at) == (None, 0, NOON_MS)
