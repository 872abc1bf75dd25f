"""Pages for people: server-rendered, readable without JavaScript."""
