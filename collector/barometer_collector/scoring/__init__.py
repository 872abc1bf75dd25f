"""Device-days, events and answers to scores that explain themselves."""
