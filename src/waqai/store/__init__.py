"""The store: documents, their readings and claims, kept in one SQLite file."""

from waqai.store.store import Kept, Store, open_store

__all__ = ["Kept", "Store", "open_store"]
