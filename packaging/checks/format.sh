#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every C++ file is formatted as .clang-format says.
set -euo pipefail
# shellcheck source=packaging/checks/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help "${1:-}" "Usage: packaging/checks/format.sh [--fix] [FOLDER]
Refuses a C++ file that clang-format 14 would write differently; --fix writes it so."

fix=false
if [[ ${1:-} == --fix ]]; then fix=true && shift; fi
root=$(check_root "${1:-}")

# Versions of clang-format disagree about the same .clang-format, so one version judges and the others do not.
tool=
for candidate in clang-format-14 clang-format; do
  if command -v "$candidate" >/dev/null && "$candidate" --version | grep -q 'version 14\.'; then
    tool=$candidate
    break
  fi
done
if [[ -z $tool ]]; then
  echo "format: skipped, no clang-format 14 here (Debian 12: apt-get install clang-format-14)"
  exit 77
fi

cd "$root"
mapfile -t sources < <(files . '*.cpp' '*.h' '*.hpp' '*.cpp.in' '*.h.in')
if [[ ${#sources[@]} -eq 0 ]]; then verdict format; fi
if $fix; then
  "$tool" -i "${sources[@]}"
  echo "format: ${#sources[@]} files written"
  exit
fi
# One file a process, so that each says its one line whole.
# shellcheck disable=SC2016
refuse "run packaging/checks/format.sh --fix" < <(
  printf '%s\0' "${sources[@]}" | TOOL=$tool xargs -0 -n 1 -P "$(nproc)" \
    sh -c '"$TOOL" --dry-run --Werror "$1" >/dev/null 2>&1 || echo "$1: not as .clang-format says"' sh | sort
)
verdict format
