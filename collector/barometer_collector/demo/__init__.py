"""The demo: a collector, this very machine as its first laptop, and a simulated fleet beside it when asked."""
