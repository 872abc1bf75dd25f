"""What was spooled, up to the collector; configuration and questions, down."""
