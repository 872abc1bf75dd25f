"""From values to scores: pure functions over numpy arrays with one entry per device."""
