#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The one place that names the Debian packages Rastro needs, and installs those that are missing.
set -euo pipefail

# To compile.
build=(
  g++ cmake ninja-build ccache pkgconf git ca-certificates
  qt6-base-dev qt6-base-dev-tools qt6-httpserver-dev qt6-websockets-dev
  libcurl4-openssl-dev libsodium-dev libqrencode-dev libhiredis-dev libsqlite3-dev libpq-dev libjemalloc-dev
  libkainjow-mustache-dev libcli11-dev libexpected-dev libvalijson-dev prometheus-cpp-dev
)
# To run: what is used and so is no dependency of a -dev package.
run=(ca-certificates)
# To test: a real browser, real servers (each test starts its own, on loopback), a QR reader, Qt's drivers with which
# tests look into a database as an operator would, and the checks' tools.
test=(
  libqt6sql6-sqlite libqt6sql6-psql
  chromium fonts-dejavu-core postgresql redis-server zbar-tools curl netcat-openbsd shellcheck
)
# The same, where this Debian has it: another clang-format than 14 formats differently, so the format check is skipped
# without it. Debian 12 has it; Debian 13 has not.
optional_test=(clang-format-14)
# Optional tools, never installed by another script: dependencies.sh tidy
tidy=(clang-tidy-14)
# Services that come with a package above. Rastro never needs the one of the system, see disable_new_services().
services=(postgresql redis-server)

usage() {
  cat <<'END'
Usage: packaging/dependencies.sh [--list] GROUP...

Installs the Debian packages that are missing of the groups named: build, run, test, tidy.
Asks dpkg first and calls apt-get only when something is missing; uses sudo when not root.

  --list      print the packages' names, one a line, and install nothing
  -h, --help  this text
END
}

is_installed() { [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }
has_candidate() { apt-cache policy "$1" 2>/dev/null | grep -q '^  Candidate: [^(]'; }

as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "dependencies.sh: not root and no sudo; as root, run: $*" >&2
    return 1
  fi
}

# Debian starts a service as soon as its package is installed, unless policy-rc.d says no. The tests need the programs
# and not the services, so it says no while apt-get runs. A policy that is already there is the owner's and stays.
forbid_service_starts() {
  [[ -e /usr/sbin/policy-rc.d ]] && return
  trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
  as_root chmod 755 /usr/sbin/policy-rc.d
}

# Nor must a service that came with our packages start at the next boot. One that was here before is left as it is.
disable_new_services() {
  local service
  for service in "${services[@]}"; do
    if [[ " $* " == *" $service "* ]]; then
      as_root update-rc.d "$service" disable >/dev/null 2>&1 || true
    fi
  done
}

install() {
  local apt=(apt-get -qq -o Dpkg::Use-Pty=0 -o Acquire::Retries=3)
  command -v apt-get >/dev/null || {
    echo "dependencies.sh: no apt-get here; install the like of these yourself: $*" >&2
    return 1
  }
  echo "Installing $# Debian packages: $*"
  forbid_service_starts
  as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install --yes --no-install-recommends "$@" \
    >"$log" 2>&1 </dev/null || {
    tail -n 30 "$log" >&2
    echo "dependencies.sh: apt-get install failed; the lines above say why" >&2
    return 1
  }
  disable_new_services "$@"
}

main() {
  local list=false wanted=() maybe=() missing=() package
  while [[ $# -gt 0 ]]; do
    case $1 in
      --list) list=true ;;
      -h | --help) usage && return ;;
      build) wanted+=("${build[@]}") ;;
      run) wanted+=("${run[@]}") ;;
      test) wanted+=("${test[@]}") && maybe+=("${optional_test[@]}") ;;
      tidy) wanted+=("${tidy[@]}") ;;
      *) usage >&2 && return 2 ;;
    esac
    shift
  done
  if [[ ${#wanted[@]} -eq 0 ]]; then
    usage >&2
    return 2
  fi
  if $list; then
    printf '%s\n' "${wanted[@]}" "${maybe[@]}" | sort -u
    return
  fi

  for package in "${wanted[@]}"; do
    is_installed "$package" || [[ " ${missing[*]} " == *" $package "* ]] || missing+=("$package")
  done
  for package in "${maybe[@]}"; do
    is_installed "$package" && continue
    # Its absence alone is no reason to refresh apt's lists; with lists already here, they tell.
    if has_candidate "$package"; then missing+=("$package"); fi
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0

  log=$(mktemp)
  as_root apt-get -qq -o Acquire::Retries=3 update >"$log" 2>&1 </dev/null || {
    cat "$log" >&2
    echo "dependencies.sh: apt-get update failed; check /etc/apt/sources.list and the network" >&2
    return 1
  }
  for package in "${maybe[@]}"; do
    is_installed "$package" || [[ " ${missing[*]} " == *" $package "* ]] || ! has_candidate "$package" ||
      missing+=("$package")
  done
  install "${missing[@]}"
  rm -f "$log"
}

main "$@"
