#!/bin/sh
# Puts the `consult` command into a virtual environment, running from this folder.
# Not an editable install: that would fetch a build tool that no lock pins.
set -eu
venv=$1
folder=$(cd "$(dirname "$0")/.." && pwd)
packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$folder" > "$packages/said-and-done.pth"
cat > "$venv/bin/consult" <<COMMAND
#!$folder/$venv/bin/python
import sys

from consult.cli import main

sys.exit(main())
COMMAND
chmod +x "$venv/bin/consult"
