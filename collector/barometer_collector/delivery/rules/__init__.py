"""What agents are told: pure functions."""
