#!/bin/sh
# Finds Chromium for the browser tests, or installs it through the system's package manager.
set -eu
for name in chromium chromium-browser google-chrome; do
	if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
say() { printf '%s\n' "$1" >&2; }
root=""
if [ "$(id -u)" != 0 ]; then
	if command -v sudo >/dev/null 2>&1; then root="sudo"; else
		say "The browser tests need Chromium. Install it with your package manager (Debian: apt-get install chromium), then run make test again."
		exit 1
	fi
fi
if command -v apt-get >/dev/null 2>&1; then
	say "Installing Chromium for the browser tests"
	$root apt-get update -qq && $root apt-get install -y -qq chromium >/dev/null
elif command -v dnf >/dev/null 2>&1; then
	$root dnf install -y -q chromium
elif command -v apk >/dev/null 2>&1; then
	$root apk add --quiet chromium
else
	say "The browser tests need Chromium, and there is no package manager here that this script knows. Install Chromium, then run make test again."
	exit 1
fi
