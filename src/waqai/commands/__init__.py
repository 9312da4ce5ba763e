"""The command line: one verb in each file."""
