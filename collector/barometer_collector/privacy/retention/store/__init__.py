"""The SQL of deleting and of measuring."""
