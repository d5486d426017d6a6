"""The rules: what may be done with whose data, until when, and what must be written down. Pure."""
