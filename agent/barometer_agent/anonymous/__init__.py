"""Answers that nobody can tell whose they are: docs/decisions/9-anonymous.md says how, and what it does not hide."""
