#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A PostgreSQL server for the tests: on a socket in a folder of its own, without TCP, gone after the tests.
set -euo pipefail

usage() {
  cat <<'END'
Usage: postgresql.sh start|stop|halt|resume|pause|continue FOLDER

start  makes a new cluster in FOLDER and serves it on a socket there; user "rastro" owns it and needs no password.
       The server ends by itself after 40 minutes, should nobody stop it. Exit status 77: PostgreSQL is not installed.
stop   ends that server and removes FOLDER.
halt   ends it at once, as a crash would, and leaves its data.
resume serves them again.
pause  stops all its processes where they are (SIGSTOP): it hangs, and says so to nobody.
continue  lets them go on.
END
}

[[ $# -eq 2 && $1 =~ ^(start|stop|halt|resume|pause|continue)$ ]] || { usage >&2 && exit 2; }
command=$1 folder=$2

# Its number; nothing if there is none.
server() { head -n 1 "$folder/data/postmaster.pid" 2>/dev/null; }

# To the server first: it makes no more processes then.
signal() {
  local children=()
  kill "-$1" "$2" 2>/dev/null || return 0
  { read -ra children <"/proc/$2/task/$2/children"; } 2>/dev/null || true # Its line has no end.
  if [[ ${#children[@]} -gt 0 ]]; then kill "-$1" "${children[@]}" 2>/dev/null || true; fi
}

halt() {
  local server
  server=$(server) || return 0
  kill -QUIT "$server" 2>/dev/null || return 0
  signal CONT "$server" # If it is paused.
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

case $command in
  halt) halt && exit 0 ;;
  pause) signal STOP "$(server)" && exit 0 ;;
  continue) signal CONT "$(server)" && exit 0 ;;
esac
if [[ $command != resume ]]; then stop; fi
if [[ $command == stop ]]; then exit 0; fi
find_programs || { echo 'PostgreSQL is not installed: apt-get install postgresql' && exit 77; }
if [[ $command == start ]]; then make_cluster; fi
serve
