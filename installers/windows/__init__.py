"""Builds for Windows, on Linux as well: the Python that the agent brings along, and its launchers."""
