"""Deletes what is older than its table keeps, and watches the disk."""
