"""The wire contract between agent and collector; depends on msgspec alone."""

__version__ = "0.1.0"
