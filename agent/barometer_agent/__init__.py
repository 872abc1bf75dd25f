"""The agent: measures the laptop it runs on, asks its user one question now and then, and sends both."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("barometer-agent")
except PackageNotFoundError:  # run from a bare tree, without having been installed
    __version__ = "0.0.0"
