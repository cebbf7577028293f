#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A PostgreSQL server for the tests: on a socket in a folder of its own, without TCP, gone after the tests.
set -euo pipefail

usage() {
  cat <<'END'
Usage: postgresql.sh start|stop|halt|resume FOLDER

start  makes a new cluster in FOLDER and serves it on a socket there; user "rastro" owns it and needs no password.
       The server ends by itself after 40 minutes, should nobody stop it. Exit status 77: PostgreSQL is not installed.
stop   ends that server and removes FOLDER.
halt   ends it at once, as a crash would, and leaves its data.
resume serves them again.
END
}

[[ $# -eq 2 && $1 =~ ^(start|stop|halt|resume)$ ]] || { usage >&2 && exit 2; }
command=$1 folder=$2

halt() {
  local server
  [[ -s $folder/data/postmaster.pid ]] || return 0
  server=$(head -n 1 "$folder/data/postmaster.pid")
  kill -QUIT "$server" 2>/dev/null || return 0
  for _ in $(seq 100); do
    if ! kill -0 "$server" 2>/dev/null; then return 0; fi
    sleep 0.05
  done
}

stop() {
  halt
  rm -rf "$folder"
}

find_programs() {
  local found
  for found in /usr/lib/postgresql/*/bin; do programs=$found; done
  [[ -x ${programs:-}/postgres ]]
}

# PostgreSQL refuses to run as root.
as_owner() {
  if [[ $EUID -eq 0 ]]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi
}

make_cluster() {
  mkdir -p "$folder"
  if [[ $EUID -eq 0 ]]; then chown postgres: "$folder"; fi
  cd "$folder"
  as_owner "$programs/initdb" -D "$folder/data" -U rastro -A trust -E UTF8 --locale C.UTF-8 --no-sync >"$folder/log" 2>&1 ||
    { cat "$folder/log" && exit 1; }
}

# What a crash of this machine would lose is worth nothing; what a crash of Rastro would lose, is not lost by this.
serve() {
  cd "$folder"
  as_owner timeout 40m "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off \
    -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB >>"$folder/log" 2>&1 </dev/null &
  for _ in $(seq 200); do
    if "$programs/pg_isready" -q -h "$folder" -U rastro -d postgres; then exit 0; fi
    sleep 0.1
  done
  cat "$folder/log"
  exit 1
}

if [[ $command == halt ]]; then halt && exit 0; fi
if [[ $command != resume ]]; then stop; fi
if [[ $command == stop ]]; then exit 0; fi
find_programs || { echo 'PostgreSQL is not installed: apt-get install postgresql' && exit 77; }
if [[ $command == start ]]; then make_cluster; fi
serve
