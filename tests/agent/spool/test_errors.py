"""Why the spool cannot be used."""

import pytest

from barometer_agent.clock import Moment
from barometer_agent.language import speaker
from barometer_agent.spool import Spool, SpoolClosedError, SpoolError


def test_whoever_waits_for_the_spool_hears_of_its_end_as_of_any_trouble(spool: Spool, moment: Moment) -> None:
    spool.close()
    with pytest.raises(SpoolError) as ended:
        spool.tidy(moment)
    assert isinstance(ended.value, SpoolClosedError)
    assert ended.value.told(speaker("nl")) != str(ended.value)
