"""What is read from Linux alone."""
