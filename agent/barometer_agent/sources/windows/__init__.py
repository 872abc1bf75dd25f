"""What is read from Windows alone."""
