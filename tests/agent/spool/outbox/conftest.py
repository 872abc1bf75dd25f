"""An outbox of an empty spool."""

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_shared.samples import AgentFacts
from tests.agent.spool.outbox.box import Outbox


@pytest.fixture
def outbox(spool: Spool, agent: AgentFacts, moment: Moment) -> Outbox:
    return Outbox(spool, agent, moment)
