"""The collector: joins telemetry, answers and tickets into experience scores that explain themselves."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("barometer-collector")
except PackageNotFoundError:  # run from a bare tree, without having been installed
    __version__ = "0.0.0"
