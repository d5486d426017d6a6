"""Pages for auditors: they read, and check."""
