#!/usr/bin/env bash
# Makes a Python of its own in FOLDER, with what the checks in Python need and nothing of the system's:
#
#   tests/site/python.sh FOLDER
#   FOLDER/bin/python tests/site/feeds.py …
#
# Debian and Ubuntu need python3 and python3-venv for it.
set -euo pipefail

[ "$#" -eq 1 ] || { echo "usage: tests/site/python.sh FOLDER" >&2; exit 2; }
here=$(dirname "$0")
python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "python3 cannot make an environment: install python3-venv" >&2; exit 1; }
python3 -m venv "$1"
left=3
until "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --requirement "$here/requirements.txt"; do
  left=$((left - 1))
  [ "$left" -gt 0 ] || exit 1
  sleep 5
done
