"""The command line; each command is a file of its name, loaded only when it is called."""

from barometer_agent.cli.main import main

__all__ = ["main"]
