"""How the collector itself is doing."""
