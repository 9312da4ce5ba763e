"""Users' own places: files of several formats -> one table each in the user's data folder, one module a format."""
