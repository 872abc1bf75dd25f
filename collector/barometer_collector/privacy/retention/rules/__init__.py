"""Which day a table begins with, how much goes at once, and when the disk is full: pure functions."""
