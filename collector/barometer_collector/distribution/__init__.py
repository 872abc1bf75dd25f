"""Growing to Citus: which table lies where in a cluster, and how it gets there."""
