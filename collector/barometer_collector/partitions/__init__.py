"""Partitions on PostgreSQL: made before they are needed, dropped whole when what they hold is too old."""
