"""`python -m waqai`: the same as the command `waqai`."""

from __future__ import annotations

import sys

from waqai.commands.main import main

sys.exit(main())
