"""Teams and dated membership: a device-day counts for the team of that day."""
