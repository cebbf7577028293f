#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Rastro and opens its demo: the whole way of a sale, with nothing outside this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ "${1:-}" == -h || "${1:-}" == --help ]]; then
  cat <<'END'
Usage: packaging/demo.sh [--auto] [--listen HOST:PORT]

Installs what is missing, builds, and starts `rastro demo` with the options given. It prints the address to open.

  --auto              make one attributed and one organic sale without a person, print both trails, and end
  --listen HOST:PORT  where the demo's pages are served
END
  exit
fi

packaging/build.sh >&2
exec build/release/bin/rastro demo "$@"
