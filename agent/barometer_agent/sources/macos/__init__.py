"""What is read from macOS alone."""
