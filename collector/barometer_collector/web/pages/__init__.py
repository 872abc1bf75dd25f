"""The pages: one file and one template each. A page is a module with ``router``; it is found by itself."""
