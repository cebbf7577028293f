#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy as .clang-tidy says, on what changed or on everything.
#
# Not part of packaging/test.sh: it reads Qt's headers anew for every file, about 10 seconds each, which for the whole
# tree is longer than building and testing it. Run it before a commit; the changed files are its default.
set -euo pipefail
# shellcheck source=packaging/checks/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help "${1:-}" "Usage: packaging/checks/tidy.sh [--all | --since COMMIT | FILE...]
Runs clang-tidy 14 on the C++ files that differ from the remote's main (default), from COMMIT, on all, or on those named.
JOBS in the environment sets how many at once (default: one a core)."

cd "$(check_root '')"
tool=$(command -v clang-tidy-14 || command -v clang-tidy || true)
if [[ -z $tool ]] || ! "$tool" --version | grep -q 'version 14\.'; then
  echo "tidy: skipped, no clang-tidy 14 here (Debian 12: packaging/dependencies.sh tidy)"
  exit 77
fi

case ${1:-} in
  --all) mapfile -t sources < <(files . '*.cpp') ;;
  '' | --since)
    since=${2:-$(git rev-parse --verify --quiet origin/main || git rev-parse HEAD)}
    mapfile -t sources < <({ git diff --name-only --diff-filter=d "$since" -- '*.cpp' '*.h' &&
      git ls-files --others --exclude-standard -- '*.cpp' '*.h'; } |
      sed -E 's/\.h$/.cpp/' | sort -u | while IFS= read -r file; do [[ ! -f $file ]] || echo "$file"; done)
    ;;
  -*) echo "tidy.sh: unknown option $1; see --help" >&2 && exit 2 ;;
  *) sources=("$@") ;;
esac

# Fixtures are wrong on purpose.
mapfile -t sources < <(printf '%s\n' "${sources[@]}" | grep -v '^tests/fixtures/' || true)
if [[ ${#sources[@]} -eq 0 ]]; then
  echo "tidy: ok, no file to look at"
  exit
fi

# What it needs of a build: how each file is compiled, and the files that moc writes. GCC's precompiled headers are
# nothing to clang.
folder=build/tidy
cmake --preset dev -B "$folder" -D RASTRO_PCH=OFF >/dev/null
ninja -C "$folder" -t targets all | sed -nE 's/^(.*_autogen): phony$/\1/p' |
  grep -v / | xargs -r ninja -C "$folder" --quiet >/dev/null

# A file that nothing builds (yet) cannot be read as it would be compiled.
known=()
for file in "${sources[@]}"; do
  if grep -qF "\"file\": \"$PWD/$file\"" "$folder/compile_commands.json"; then
    known+=("$file")
  else
    echo "tidy: $file is built by no target, not looked at"
  fi
done
[[ ${#known[@]} -gt 0 ]] || exit 0

echo "tidy: looking at ${#known[@]} files"
status=0
# GCC's own warning flags are no news to clang, and a build with GCC has judged them already.
printf '%s\0' "${known[@]}" | xargs -0 -n 1 -P "${JOBS:-$(nproc)}" "$tool" --quiet -p "$folder" \
  --extra-arg=-Wno-unknown-warning-option 2> >(grep -vE '^[0-9]+ warnings? (generated|treated)|^Suppressed|^Use -' >&2) ||
  status=1
if [[ $status -ne 0 ]]; then
  echo "tidy: failed; repair, or put NOLINT(check-name) with the reason beside it"
  exit 1
fi
echo "tidy: ok"
