"""Pages for the person whose documents are read."""
