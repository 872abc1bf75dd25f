"""What makes the installers: build tools, never part of the product."""
