"""Pages of HTML for a person's own browser, made and read on this laptop alone. The service knows nothing of them."""
