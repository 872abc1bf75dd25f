"""What answers mean: pure functions."""
