"""What was measured and answered, kept safe until the collector has it."""

from barometer_agent.spool.errors import SpoolBusyError, SpoolClosedError, SpoolError
from barometer_agent.spool.runs import Run
from barometer_agent.spool.sealing import SealedBatch
from barometer_agent.spool.store import Spool

__all__ = ["Run", "SealedBatch", "Spool", "SpoolBusyError", "SpoolClosedError", "SpoolError"]
