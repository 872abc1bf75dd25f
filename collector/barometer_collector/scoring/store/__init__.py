"""The SQL of the scores."""
