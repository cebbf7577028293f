#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Rastro and runs every check and every test. The last line has the numbers: N passed, N failed, N skipped
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'END'
Usage: packaging/test.sh [--quick] [--no-install]

Installs what is missing, then runs the checks of packaging/checks/, all tests on the release build, and the tests
labelled asan once more under AddressSanitizer and UBSan. Exits non-zero if anything failed.

  --quick       neither the end-to-end tests nor those under the sanitizers
  --no-install  install no packages
  -h, --help    this text

JOBS in the environment sets the number of compilers and tests at once (default: one a core).
Logs are left in build/test-logs/.
END
}

quick=false install=true
while [[ $# -gt 0 ]]; do
  case $1 in
    --quick) quick=true ;;
    --no-install) install=false ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

export JOBS=${JOBS:-$(nproc)}
# The same messages and the same text encoding everywhere.
export LC_ALL=C.UTF-8
# Before the first test and not at each exit: whoever wants to read them finds them here.
logs=build/test-logs
rm -rf "$logs" && mkdir -p "$logs"
passed=0 failed=0 skipped=0
wrong=()

say() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }

# Counts one check by its exit status: 77 is "skipped", as in automake and ctest.
check() {
  local name=$1 status=0
  "packaging/checks/$name.sh" >"$logs/check-$name.log" 2>&1 || status=$?
  case $status in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) && wrong+=("check $name") ;;
  esac
  if [[ $status -eq 0 || $status -eq 77 ]]; then tail -n 1 "$logs/check-$name.log"; else cat "$logs/check-$name.log"; fi
}

# Runs a preset's tests and adds what ctest's own report counts. A report with no test in it is a failure.
run_tests() {
  local preset=$1 report=$PWD/$logs/$1.xml status=0 total bad off missing
  shift
  # Twice as many as compilers: most of a test's time is waiting.
  ctest --test-dir "build/$preset" --parallel $((2 * JOBS)) --output-on-failure --no-tests=error \
    --output-junit "$report" --output-log "$logs/$preset.log" "$@" </dev/null || status=$?
  # usage: count ATTRIBUTE
  count() { sed -nE "s/.*[[:space:]]$1=\"([0-9]+)\".*/\1/p" <<<"$header" | head -n 1; }
  header=
  if [[ -f $report ]]; then header=$(tr '\n' ' ' <"$report" | grep -oE '<testsuite [^>]*>' | head -n 1); fi
  total=$(count tests) bad=$(count failures) off=$(($(count skipped) + $(count disabled)))
  # A test whose program was not built is "skipped" to that report; here it failed.
  missing=$(grep -c '<skipped message="Unable to find executable' "$report" || true)
  bad=$((${bad:-0} + ${missing:-0})) off=$((off - ${missing:-0}))
  passed=$((passed + ${total:-0} - bad - off))
  failed=$((failed + bad))
  skipped=$((skipped + off))
  if [[ $bad -gt 0 ]]; then
    wrong+=("$bad test(s) of $preset")
  elif [[ $status -ne 0 ]]; then
    failed=$((failed + 1))
    wrong+=("ctest of $preset (exit status $status)")
  fi
}

if $install; then packaging/dependencies.sh build run test; fi

say 'checks'
for check in selftest walls spdx sql paths format shell; do check "$check"; done

# A build that fails is one failure, and there are no tests to run.
build() {
  if packaging/build.sh --no-install "$@"; then return; fi
  failed=$((failed + 1))
  wrong+=("the build: packaging/build.sh $*")
  return 1
}

say 'release build'
if build --tests; then
  say 'tests'
  without='^bench$'
  if $quick; then without='^(bench|e2e)$'; fi
  run_tests release --label-exclude "$without"
fi

if ! $quick; then
  say 'build with AddressSanitizer and UBSan'
  if build --preset asan --target asan_tests; then
    say 'tests with AddressSanitizer and UBSan'
    run_tests asan --label-regex '^asan$'
  fi
fi

say 'done'
if [[ ${#wrong[@]} -gt 0 ]]; then printf 'failed: %s\n' "${wrong[@]}"; fi
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
