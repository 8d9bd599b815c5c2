#!/usr/bin/env bash
# Installs the rivals of bench/peers: a virtual environment beside this script with
# JAX at the version in config.json, and gcc and clang where the system has apt and
# they may be installed. What cannot be installed is "not measured" later.
set -euo pipefail
cd "$(dirname "$0")"

version=$(python3 -c 'import json; print(json.load(open("config.json"))["versions"]["jax"])')
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check "jax==$version" "jaxlib==$version"
.venv/bin/python -c 'import jax; print("jax", jax.__version__)'

for compiler in gcc clang; do
	if command -v "$compiler" >/dev/null; then
		continue
	fi
	if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
		apt-get install -y --no-install-recommends "$compiler" libc6-dev >/dev/null || echo "$compiler could not be installed" >&2
	else
		echo "$compiler is not installed" >&2
	fi
done
for compiler in gcc clang; do
	"$compiler" --version 2>/dev/null | head -1 || true
done
