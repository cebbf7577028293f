#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a durable click costs: GET /go/<slug> in direct mode, against nginx and against the usual Flask + Redis.
set -euo pipefail
# shellcheck source=tests/bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'END'
Usage: tests/bench/redirect.sh [--build DIR] [--seconds N] [--runs R] [--connections N] [--threads N]
                               [--peers LIST] [--pixel] [--port P]
       tests/bench/redirect.sh --kill [--build DIR] [--seconds N] [--runs R] [--connections N] [--port P]

Measures, with wrk over keep-alive connections and in turn, R times each:
  rastro  GET /go/<slug> in direct mode: the click is in SQLite, synced, before its answer leaves
  nginx   a bare `return 302`
  flask   Flask + gunicorn + Redis of the usual shape (peers/flask), the click in Redis, nothing synced
and prints a Markdown table of medians (least–most) and the ratios. Then counts that every answered click is stored.

  --kill           measure nothing: kill the server with SIGKILL under full load, R times, and look for the token of
                   every answer in the database, as it lies there and after a new start
  --build DIR      a Release build with the targets rastro, the plugins, bench_telegram and bench_clicks
                   [build/release]
  --seconds N      of each run [10]; with --kill: before the kill [5]
  --runs R         [5]
  --connections N  [64]
  --threads N      of wrk [2]
  --peers LIST     by commas [rastro,nginx,flask]
  --pixel          the pool's bot has a pixel: each click puts a PageView in the outbox too, and it is sent
  --port P         first of five free ports on 127.0.0.1 [18800]
  -h, --help       this text
END
}

build=build/release seconds='' runs=5 connections=64 threads=2 peers=rastro,nginx,flask pixel=false kill=false port=18800
while [[ $# -gt 0 ]]; do
  case $1 in
    --kill) kill=true ;;
    --pixel) pixel=true ;;
    --build | --seconds | --runs | --connections | --threads | --peers | --port)
      [[ $# -gt 1 ]] || { usage >&2 && exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
if [[ -z $seconds ]]; then
  if $kill; then seconds=5; else seconds=10; fi
fi
nginx_port=$((port + 2)) flask_port=$((port + 3)) redis_port=$((port + 4))

start_nginx() {
  sed -e "s|@WORK@|$work|" -e "s|@PORT@|$nginx_port|" "$bench/peers/nginx/nginx.conf.in" >"$work/nginx.conf"
  start nginx nginx -p "$work" -e stderr -c "$work/nginx.conf"
  await nginx "$nginx_port" /go/bench 302
}

# Two workers with threads, as gunicorn advises where connections are kept; the wire to Redis is TCP, as usual.
start_flask() {
  sqlite3 "$work/flask.db" "CREATE TABLE redirect_pools (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, is_active INTEGER);
    CREATE TABLE pool_bots (pool_id INTEGER, username TEXT);
    INSERT INTO redirect_pools VALUES (1, 'bench', 1); INSERT INTO pool_bots VALUES (1, 'bench_0_bot');"
  start redis redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$work" --save '' --appendonly no
  start flask env BENCH_DATABASE="$work/flask.db" BENCH_REDIS_PORT="$redis_port" PYTHONDONTWRITEBYTECODE=1 \
    gunicorn --chdir "$bench/peers/flask" --bind "127.0.0.1:$flask_port" --workers 2 --worker-class gthread \
    --threads 16 --keep-alive 60 --log-level warning app:app
  await flask "$flask_port" /go/bench 302
}

port_of() {
  local name=${1}_port
  echo "${!name}"
}

# usage: programs PEER -> what works for it
programs() {
  if [[ $1 == flask ]]; then echo flask redis; else echo "$1"; fi
}

# usage: load PEER SECONDS -> req/s, p50 ms, p99 ms, answers, errors, longest ms
load() {
  wrk --threads "$threads" --connections "$connections" --duration "${2}s" --latency --timeout 10s \
    --script "$bench/click.lua" "http://127.0.0.1:$(port_of "$1")" -- /go/bench | sed -n 's/^bench //p'
}

measure() {
  local run peer rate p50 p99 count wrong before cost
  for peer in "${names[@]}"; do
    read -r _ _ _ count wrong _ < <(load "$peer" 2)
    answered[$peer]=$count errors[$peer]=$wrong
  done
  for ((run = 1; run <= runs; ++run)); do
    for peer in "${names[@]}"; do
      # shellcheck disable=SC2046 # names of programs are words
      before=$(processor $(programs "$peer"))
      read -r rate p50 p99 count wrong _ < <(load "$peer" "$seconds")
      # shellcheck disable=SC2046
      cost=$((($(processor $(programs "$peer")) - before) * 1000 / (count > 0 ? count : 1)))
      rates[$peer]+=" $rate" p50s[$peer]+=" $p50" p99s[$peer]+=" $p99" costs[$peer]+=" $cost"
      answered[$peer]=$((answered[$peer] + count)) errors[$peer]=$((errors[$peer] + wrong))
      printf 'run %d/%d  %-6s %7d req/s  p50 %s ms  p99 %s ms  %d µs processor each  load %s\n' "$run" "$runs" "$peer" \
        "$rate" "$p50" "$p99" "$cost" "$(cut -d' ' -f1 /proc/loadavg)" >&2
    done
  done
}

# shellcheck disable=SC2086 # the figures of all runs are words
report() {
  local peer mine rate
  machine
  printf '\n%s connections, %s wrk threads, %s runs of %s s each in turn; median (least–most)\n\n' "$connections" \
    "$threads" "$runs" "$seconds"
  echo "| peer | req/s | rastro / peer | p50 ms | p99 ms | processor µs a request | errors |"
  echo "|---|---|---|---|---|---|---|"
  mine=$(median ${rates[rastro]:-0})
  for peer in "${names[@]}"; do
    rate=$(median ${rates[$peer]})
    printf '| %s | %.0f (%s) | %s | %s (%s) | %s (%s) | %s (%s) | %d |\n' "$peer" "$rate" "$(range ${rates[$peer]})" \
      "$(awk -v mine="$mine" -v other="$rate" 'BEGIN { if (other > 0) printf "%.2f", mine / other; else print "–" }')" \
      "$(median ${p50s[$peer]})" "$(range ${p50s[$peer]})" "$(median ${p99s[$peer]})" "$(range ${p99s[$peer]})" \
      "$(median ${costs[$peer]})" "$(range ${costs[$peer]})" "${errors[$peer]}"
  done
}

# wrk ends with some clicks under way: those may be stored too, though nobody read their answer.
count_clicks() {
  local stored
  stored=$(sql 'SELECT count(*) FROM clicks')
  printf '\nrastro: %d answers, %d clicks stored, %d refused by the database, %s\n' "${answered[rastro]}" "$stored" \
    "$(grep -c 'sent on without it' "$work/rastro.log" || true)" \
    "$([[ $stored -ge ${answered[rastro]} ]] && echo 'none missing' || echo 'CLICKS ARE MISSING')"
  [[ $stored -ge ${answered[rastro]} ]]
}

# usage: missing FILE -> how many of the tokens in it are not stored
missing() {
  sqlite3 "$work/data/rastro.db" 'CREATE TEMP TABLE answered (token TEXT)' ".import $1 answered" \
    'SELECT count(*) FROM answered WHERE token NOT IN (SELECT token FROM clicks)'
}

kill_under_load() {
  local run lost=0 at_once later
  for ((run = 1; run <= runs; ++run)); do
    start clicks "$build/bin/bench_clicks" "$rastro_port" /go/bench "$connections" $((seconds + 30))
    sleep "$seconds"
    stop rastro KILL
    wait "${started[clicks]}"
    unset 'started[clicks]'
    at_once=$(missing "$work/clicks.log")
    start_rastro
    await rastro "$rastro_port" /go/bench 302
    later=$(missing "$work/clicks.log")
    printf 'kill %d/%d: %d answers before it, %d missing at once, %d missing after the new start\n' "$run" "$runs" \
      "$(wc -l <"$work/clicks.log")" "$at_once" "$later"
    lost=$((lost + at_once + later))
  done
  printf 'acknowledged clicks lost: %d\n' "$lost"
  [[ $lost -eq 0 ]]
}

main() {
  need sqlite3 sqlite3 && need jq jq
  for tool in rastro bench_telegram; do
    [[ -x $build/bin/$tool ]] || fail "$build/bin/$tool is missing: build it, see README.md here, or give --build"
  done
  begin "$port"
  refuse_taken "$telegram_port" "$rastro_port" "$nginx_port" "$flask_port"
  start_telegram 1
  install_rastro 1 "$pixel"
  start_rastro
  await rastro "$rastro_port" /go/bench 302
  if $kill; then
    kill_under_load
    return
  fi
  need wrk wrk
  IFS=, read -ra names <<<"$peers"
  declare -A rates=() p50s=() p99s=() costs=() answered=() errors=()
  if [[ ,$peers, == *,nginx,* ]]; then need nginx nginx && start_nginx; fi
  if [[ ,$peers, == *,flask,* ]]; then need gunicorn gunicorn && need redis-server redis-server && start_flask; fi
  measure
  report
  if [[ -n ${answered[rastro]:-} ]]; then count_clicks; fi
}

main
