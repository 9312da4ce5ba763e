#!/usr/bin/env bash
# Sets up what the tests need and runs all of them: format, lint, types, pytest.
# Inside a virtual environment it uses that one; else it makes .venv beside itself.
# Needs Python 3.11 or later with pip and venv; PYTHON names another interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "test.sh: $python is older than 3.11 or missing; set PYTHON to a newer one" >&2
    exit 1
fi
if "$python" -c 'import sys; sys.exit(sys.prefix != sys.base_prefix)'; then
    "$python" -m venv .venv
    python=.venv/bin/python
fi

"$python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
"$python" -m ruff format --check .
"$python" -m ruff check .
"$python" -m mypy
"$python" -m pytest "$@"
