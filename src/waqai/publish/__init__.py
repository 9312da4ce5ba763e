"""Claims and events -> files: one file for each format."""
