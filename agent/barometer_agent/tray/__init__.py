"""What the person sees: never loaded by the service."""
