"""The errors that waqai raises on purpose: each says what, where, what is allowed and what to do next."""

from __future__ import annotations


class WaqaiError(Exception):
    """Something the user can act on.

    `where` is `file:line`, a span or a setting's name; it stands before the message when the error is shown.
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        """Keep the message and the place apart, so that a summary can group by either."""
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class SourceError(WaqaiError):
    """A file or a line that cannot be read as a document."""


class PackError(WaqaiError):
    """A lexicon entry, rule or weight file that does not hold to the pack's format."""


class GazetteerError(WaqaiError):
    """A file of places that cannot be read, fetched or kept."""


class StoreError(WaqaiError):
    """A store that is locked, read-only, full, or not a store."""
