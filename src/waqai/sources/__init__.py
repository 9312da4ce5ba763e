"""The outside -> Document: one file for each format."""
