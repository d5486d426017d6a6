"""One file a step; `store.migrate` runs them in order."""
