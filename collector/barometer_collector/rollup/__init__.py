"""Samples to device-days, in SQL, inside the engine."""
