"""A simulated fleet at work: its laptops send when they are due, however slow the collector is."""
