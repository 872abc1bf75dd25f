"""Laptops: enrolment, keys, inventory, and the gaps that each reports."""
