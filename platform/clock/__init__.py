"""Time: rounds of what is due, kept by one leading process."""
