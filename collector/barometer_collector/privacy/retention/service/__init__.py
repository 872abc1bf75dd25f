"""Use cases of keeping: delete what is too old, watch the disk, tell how things stand."""
