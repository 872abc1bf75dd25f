"""Batches in: decode, commit in groups, acknowledge after the commit, quarantine."""
