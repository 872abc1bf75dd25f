"""Which figures of a group may be shown; used by everything that publishes."""
