"""What the collector has of every batch: for whoever sent them, to be held against what they know they sent."""
