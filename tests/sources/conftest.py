"""What tests of sources share: the texts of `pages.py` on the path, and how a file is loaded."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
