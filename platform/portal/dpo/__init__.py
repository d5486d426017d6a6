"""Pages for the data protection officer."""
