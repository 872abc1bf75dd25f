"""A simulated fleet: seeded laptops that speak the real protocol, marked as simulated wherever they appear."""
