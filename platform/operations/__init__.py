"""The work: one verb a file. Each takes the house's Services and does one act whole, or not at all."""
