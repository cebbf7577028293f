# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the checks share. A check takes the folder to look at (default: this checkout), prints each violation as
# file:line and a remedy, and exits 0 passed, 1 failed, 77 skipped. Sourced, never run.

# usage: check_root "$1" -> the folder to look at, absolute
check_root() {
  local here
  here=$(dirname "${BASH_SOURCE[0]}")/../..
  (cd "${1:-$here}" && pwd -P)
}

# usage: files ROOT [PATHSPEC...] -> the files of the project, without what git ignores; one a line, relative to ROOT
files() {
  local root=$1
  shift
  git -C "$root" ls-files --cached --others --exclude-standard --deduplicate -- "$@" |
    while IFS= read -r file; do
      if [[ -f $root/$file ]]; then printf '%s\n' "$file"; fi
    done
}

# usage: refuse REMEDY < lines "file:line:text"; counts them in $violations
violations=0
refuse() {
  local line found=0
  while IFS= read -r line; do
    printf '%s\n' "$line"
    found=$((found + 1))
  done
  if [[ $found -gt 0 ]]; then
    printf '  ^ %s\n' "$1"
    violations=$((violations + found))
  fi
}

# usage: verdict NAME, as a check's last line
verdict() {
  if [[ $violations -gt 0 ]]; then
    echo "$1: $violations violation(s)"
    exit 1
  fi
  echo "$1: ok"
}

# usage: help "$1" TEXT: answers -h and --help
help() {
  if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    printf '%s\n' "$2"
    exit 0
  fi
}
