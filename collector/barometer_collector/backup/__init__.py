"""Backups of the embedded database: made while it serves, checked, and put back."""
