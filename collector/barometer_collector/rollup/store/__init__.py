"""The SQL of the roll-up."""
