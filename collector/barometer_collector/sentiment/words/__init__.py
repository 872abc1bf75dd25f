"""What people said in their own words: kept, bundled, read."""
