#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What `rastro serve` needs while it idles, with few bots and with many, and how soon it answers after its start.
set -euo pipefail
# shellcheck source=tests/bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'END'
Usage: tests/bench/footprint.sh [--build DIR] [--bots LIST] [--settle N] [--starts N] [--port P]

Prints as Markdown: memory of `rastro serve` with so many bots, each polling the sandbox's Bot API (in another process);
and the time from start to the first 200 of /healthz and to the first 302 of /go/<slug>, of an installation whose files
are in the page cache; medians (least–most).

  --build DIR  a Release build with the targets rastro, the plugins and bench_telegram [build/release]
  --bots LIST  by commas [1,200]
  --settle N   seconds from the last bot's first poll to the reading [20]
  --starts N   cold starts [10]
  --port P     first of two free ports on 127.0.0.1 [18800]
  -h, --help   this text
END
}

build=build/release bots=1,200 settle=20 starts=10 port=18800
while [[ $# -gt 0 ]]; do
  case $1 in
    --build | --bots | --settle | --starts | --port)
      [[ $# -gt 1 ]] || { usage >&2 && exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

# usage: await_bots N: until Telegram has told the name of each, which comes before its first poll
await_bots() {
  local deadline=$((SECONDS + 120))
  until [[ $(sql "SELECT count(*) FROM bots WHERE username <> ''") -eq $1 ]]; do
    [[ $SECONDS -lt $deadline ]] || { cat "$work/rastro.log" >&2 && fail "not all of $1 bots came online"; }
    sleep 0.5
  done
}

# usage: megabytes FIELD PID -> of smaps_rollup
megabytes() {
  awk -v field="$1:" '$1 == field { printf "%.1f", $2 / 1024 }' "/proc/$2/smaps_rollup"
}

memory() {
  local count pid before
  echo "| bots | PSS MiB | RSS MiB | private dirty MiB | threads | descriptors | processor ms/s, idle |"
  echo "|---|---|---|---|---|---|---|"
  for count in ${bots//,/ }; do
    start_telegram "$count"
    install_rastro "$count" false
    start_rastro
    await_bots "$count"
    sleep "$((settle / 2))"
    pid=${started[rastro]}
    before=$(processor rastro)
    sleep "$((settle - settle / 2))"
    printf '| %d | %s | %s | %s | %d | %d | %d |\n' "$count" "$(megabytes Pss "$pid")" "$(megabytes Rss "$pid")" \
      "$(megabytes Private_Dirty "$pid")" "$(find "/proc/$pid/task" -mindepth 1 -maxdepth 1 | wc -l)" \
      "$(find "/proc/$pid/fd" -mindepth 1 | wc -l)" $((($(processor rastro) - before) / (settle - settle / 2)))
    stop rastro
    stop telegram
  done
}

milliseconds_since() {
  local now=${EPOCHREALTIME/[.,]/}
  echo $(((now - $1) / 1000))
}

cold_start() {
  local at begun alive=() redirects=()
  start_telegram 1
  install_rastro 1 false
  start_rastro
  await rastro "$rastro_port" /go/bench 302
  stop rastro
  for ((at = 0; at < starts; ++at)); do
    begun=${EPOCHREALTIME/[.,]/}
    start_rastro
    await rastro "$rastro_port" /healthz 200
    alive+=("$(milliseconds_since "$begun")")
    await rastro "$rastro_port" /go/bench 302
    redirects+=("$(milliseconds_since "$begun")")
    stop rastro
  done
  stop telegram
  echo "| cold start to | ms |"
  echo "|---|---|"
  printf '| first 200 of /healthz | %s (%s) |\n' "$(median "${alive[@]}")" "$(range "${alive[@]}")"
  printf '| first 302 of /go | %s (%s) |\n' "$(median "${redirects[@]}")" "$(range "${redirects[@]}")"
}

main() {
  need sqlite3 sqlite3 && need jq jq
  for tool in rastro bench_telegram; do
    [[ -x $build/bin/$tool ]] || fail "$build/bin/$tool is missing: build it, see README.md here, or give --build"
  done
  begin "$port"
  refuse_taken "$telegram_port" "$rastro_port"
  machine && echo
  memory && echo
  cold_start
}

main
