"""The paper: data in, bytes out; nothing here reads a disk, a network or a clock."""
