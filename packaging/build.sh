#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what a bare Debian needs and leaves the release build in build/release/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'END'
Usage: packaging/build.sh [--preset NAME] [--target NAME]... [--tests] [--no-install]

Installs the Debian packages that are missing (sudo when not root), configures and builds.
The program is build/release/bin/rastro, its plugins are in build/release/lib/rastro/plugins/.

  --preset NAME   release (the default), dev, asan or tsan: builds in build/NAME/
  --target NAME   build this target only; may be given more than once
  --tests         build the tests as well
  --no-install    install no packages
  -h, --help      this text

JOBS in the environment sets the number of compilers at once (default: one a core).
END
}

preset=release targets=() tests=false install=true
while [[ $# -gt 0 ]]; do
  case $1 in
    --preset) preset=${2:?--preset needs a name} && shift ;;
    --target) targets+=("${2:?--target needs a name}") && shift ;;
    --tests) tests=true ;;
    --no-install) install=false ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
if [[ ${#targets[@]} -eq 0 ]]; then
  # The folders' own targets: programs and plugins; their tests are in tests/.
  if $tests; then targets=(all); else targets=(app/all plugins/all); fi
fi

# Says one line in twenty of ninja's, and everything that is not progress: a warning, an error.
thin_out() {
  awk '
    match($0, /^\[[0-9]+\/[0-9]+\] /) {
      split(substr($0, 2, RLENGTH - 3), step, "/")
      twentieth = int(20 * step[1] / step[2])
      if (twentieth != last) { print; fflush(); last = twentieth }
      next
    }
    { print; fflush() }'
}

if $install; then packaging/dependencies.sh build run; fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! cmake --preset "$preset" >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "build.sh: cmake could not configure build/$preset; if that folder is of an older checkout, remove it" >&2
  exit 1
fi
build=(cmake --build --preset "$preset" --parallel "${JOBS:-$(nproc)}" --target "${targets[@]}")
if [[ -t 1 ]]; then "${build[@]}"; else "${build[@]}" 2>&1 </dev/null | thin_out; fi
