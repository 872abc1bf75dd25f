"""What agents are told: configuration and questions."""
