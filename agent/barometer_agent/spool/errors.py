"""Why the spool cannot be used."""

from barometer_agent.told import ToldError


class SpoolError(ToldError):
    """The spool cannot be used."""


class SpoolBusyError(SpoolError):
    """Another service works in the same folder."""


class SpoolClosedError(SpoolError):
    """The service ends; nothing is taken in any more."""
