"""The `proviso` command: one file a subcommand."""
