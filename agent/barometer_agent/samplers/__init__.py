"""One file, one question about the laptop; ``create()`` makes its sampler, and discovery finds it."""
