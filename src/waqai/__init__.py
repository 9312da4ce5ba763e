"""waqai: Arabic reporting on armed conflict, read into claims that can be checked."""

from __future__ import annotations

__version__ = "0.1.0"
