"""What the agent is to Windows: a service of its manager, and one end of a named pipe. Loaded there alone."""
