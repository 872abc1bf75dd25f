"""The room of anonymous answers: knows no device, no person and no time (docs/decisions/9-anonymous.md)."""
