"""The agent: measures the laptop it runs on, asks its user one question now and then, and sends both."""

__version__ = "0.1.0"
