"""What is kept and for how long, and what is deleted."""
