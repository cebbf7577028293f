#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Which Debian packages an installed Rastro needs to run, on the Debian this runs on.
set -euo pipefail

if [[ $# -ne 1 || $1 == -* ]]; then
  echo "Usage: packaging/container/runtime-packages.sh FOLDER
Prints the Debian packages that hold the shared libraries of the programs and libraries under FOLDER, one a line."
  [[ "${1:-}" == -h || "${1:-}" == --help ]] && exit || exit 2
fi

{
  # ldd finds libraries under /lib that dpkg knows under /usr/lib, or the other way round: ask for both.
  find "$1" -type f \( -perm -u+x -o -name '*.so*' \) -exec sh -c 'ldd "$1" 2>/dev/null' sh {} \; |
    awk '$2 == "=>" && $3 ~ /^\// { print $3 }' | sort -u | while IFS= read -r library; do
      case $library in "$1"/*) continue ;; esac
      real=$(readlink -f "$library")
      { dpkg-query --search "$library" "$real" "${real#/usr}" 2>/dev/null || true; } | sed -nE 's/^([^:,]+).*/\1/p' |
        head -n 1
    done
  # Loaded by name, so linked by nobody.
  "$(dirname "${BASH_SOURCE[0]}")/../dependencies.sh" --list run
} | sort -u
