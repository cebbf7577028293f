#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What age costs: the same work in a database with ten thousand clicks and in one with ten million.
set -euo pipefail
# shellcheck source=tests/bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'END'
Usage: tests/bench/scale.sh [--build DIR] [--postgresql] [--clicks N] [--people N] [--folder DIR] [--keep]
                            [--runs R] [--seconds N] [--connections N] [--threads N] [--samples N] [--port P]

Fills two installations by bench_fill, a small one (10 000 clicks, 1 000 people) and a large one, over a year, and
measures in both, in turn, R times each:
  go                    GET /go/<slug> in direct mode as redirect.sh does, a new server for each run, nine seconds after
                        its start; the small installation is put back before it, since its clicks would make it a
                        large one
  token, fbclid, visitor  a click that came since the start found by it, as /start mostly asks; 10 000 of them come first
  start                 /start of a new person with such a click's token: binding, touch, trail, counts; rolled back
  start_durable         the same with its commit
  token_old, ...        the same five of clicks that were stored long ago, chosen at random from the whole year, after
                        30 000 look-ups of others
  token_asked, ...      look-ups of such clicks as the program makes them: by a job of the storage thread
  funnel_month, _year   by day, pool, bot and campaign; by campaign
Then in the large one: the slowest answers of /go while retention deletes old clicks, and without it.

  --build DIR      a Release build with the targets rastro, the plugins, bench_telegram, bench_fill and bench_lookups
                   [build/release]
  --postgresql     PostgreSQL, started by the script with fsync on, instead of SQLite
  --clicks N       of the large one [10000000]: takes 11 GB on SQLite
  --people N       of them led to a person each [1000000]
  --folder DIR     where everything lies; what was filled there before is used again [a new one in ${TMPDIR:-/tmp}]
  --keep           leave what was filled in --folder
  --runs R         [5]
  --seconds N      of each run of /go [4]
  --connections N  [64]
  --threads N      of wrk [2]
  --samples N      of each look-up and run [1000]
  --port P         first of four free ports on 127.0.0.1 [18900]
  -h, --help       this text
END
}

build=build/release postgresql=false clicks=10000000 people=1000000 folder='' keep=false runs=5 seconds=4
connections=64 threads=2 samples=1000 port=18900
while [[ $# -gt 0 ]]; do
  case $1 in
    --postgresql) postgresql=true ;;
    --keep) keep=true ;;
    --build | --clicks | --people | --folder | --runs | --seconds | --connections | --threads | --samples | --port)
      [[ $# -gt 1 ]] || { usage >&2 && exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
subjects=({token,fbclid,visitor,start,start_durable}{,_old} {token,fbclid,visitor}_asked funnel_month funnel_year)

# usage: database SIZE -> its URL
database() {
  if $postgresql; then echo "postgresql:///$1?host=$work&user=rastro"; else echo "sqlite:$folder/$1/rastro.db"; fi
}

# PostgreSQL refuses to run as root.
owner=()
if [[ $EUID -eq 0 ]]; then owner=(setpriv --reuid postgres --regid postgres --clear-groups); fi
pg() { "${owner[@]}" "$programs/$1" -h "$work" -U rastro "${@:2}"; }

start_postgresql() {
  local found
  for found in /usr/lib/postgresql/*/bin; do programs=$found; done
  [[ -x ${programs:-}/initdb ]] || fail 'PostgreSQL is missing: apt-get install postgresql'
  if [[ $EUID -eq 0 ]]; then chown postgres: "$work" && install -d -o postgres "$folder/pg"; fi
  if [[ ! -e $folder/pg/PG_VERSION ]]; then
    (cd "$work" && "${owner[@]}" "$programs/initdb" -D "$folder/pg" -U rastro -A trust >"$work/initdb.log" 2>&1)
  fi
  start postgresql "${owner[@]}" "$programs/postgres" -D "$folder/pg" -k "$work" -c listen_addresses= \
    -c shared_buffers=1GB -c max_wal_size=8GB
  until pg pg_isready -q -d postgres; do nap; done
}

# usage: fill SIZE CLICKS PEOPLE, unless it was filled before
fill() {
  local begun=$SECONDS
  mkdir -p "$folder/$1"
  if [[ -e $folder/$1/filled ]]; then return; fi
  if $postgresql; then pg createdb "$1"; fi
  shop 4 false >"$work/shop.json"
  "$build/bin/rastro" apply --data "$folder/$1" --database "$(database "$1")" "$work/shop.json" >"$work/apply.log" 2>&1 ||
    { cat "$work/apply.log" >&2 && fail "rastro apply refused the shop"; }
  "$build/bin/bench_fill" "$(database "$1")" "$folder/$1/rastro.key" "$2" "$3"
  if ! $postgresql; then sqlite3 "$folder/$1/rastro.db" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null; fi
  touch "$folder/$1/filled"
  printf '%s: %d clicks, %d people, filled in %d s\n' "$1" "$2" "$3" $((SECONDS - begun)) >&2
}

# The small installation as it was filled, at the beginning and whenever a run has added to it.
put_back() {
  if $postgresql; then
    if pg psql -q -d small_filled -c '' 2>/dev/null; then
      pg dropdb small && pg createdb -T small_filled small
    else
      pg createdb -T small small_filled
    fi
    return
  fi
  if [[ ! -e $folder/small.db ]]; then cp "$folder/small/rastro.db" "$folder/small.db"; fi
  rm -f "$folder"/small/rastro.db{-wal,-shm}
  cp "$folder/small.db" "$folder/small/rastro.db"
}

# Nothing is deleted while something else is measured.
forever=(--keep-{updates,trail,notices,sent}-days=0)

# usage: serve SIZE [OPTION...]
serve() {
  start rastro "$build/bin/rastro" serve --data "$folder/$1" --database "$(database "$1")" \
    --listen "127.0.0.1:$rastro_port" --telegram-api "http://127.0.0.1:$telegram_port/tg" "${@:2}"
  await rastro "$rastro_port" /go/bench 302
}

# usage: load SECONDS -> req/s, p50 ms, p99 ms, answers, errors, longest ms
load() {
  wrk --threads "$threads" --connections "$connections" --duration "${1}s" --latency --timeout 10s \
    --script "$bench/click.lua" "http://127.0.0.1:$rastro_port" -- /go/bench | sed -n 's/^bench //p'
}

# A server reads once after its start whom it knows, a few seconds for a million people.
warm_up() {
  load 1 >/dev/null
  sleep 8
}

measure_go() {
  local rate p50 p99 wrong before count
  bring_to_memory "$1"
  serve "$1" "${forever[@]}" --keep-clicks-days=0
  warm_up
  before=$(processor rastro)
  read -r rate p50 p99 count wrong _ < <(load "$seconds")
  add "$1" go "$rate"
  add "$1" go_cpu $((($(processor rastro) - before) * 1000 / (count > 0 ? count : 1)))
  add "$1" go_p99 "$p99"
  stop rastro
  [[ $wrong -eq 0 ]] || fail "$wrong answers of /go were errors"
  printf '%s: go %.0f/s p50 %s ms p99 %s ms  ' "$1" "$rate" "$p50" "$p99" >&2
}

# Some systems take memory back that files have not used for a minute: each run begins with the file in it.
bring_to_memory() {
  if ! $postgresql; then cat "$folder/$1/rastro.db" >/dev/null; fi
}

measure_lookups() {
  local name median
  bring_to_memory "$1"
  while read -r name median _; do
    add "$1" "$name" "$median"
    printf '%s %s µs  ' "$name" "$median" >&2
  done < <("$build/bin/bench_lookups" "$(database "$1")" "$folder/$1/rastro.key" "$samples")
  printf ' load %s\n' "$(cut -d' ' -f1 /proc/loadavg)" >&2
}

# usage: add SIZE SUBJECT FIGURE
add() { figures[$1.$2]+=" $3"; }

# usage: row SUBJECT TITLE WHICH-WAY: a ratio above 1 says that the large one is slower
row() {
  # shellcheck disable=SC2086 # the figures of all runs are words
  local small large
  # shellcheck disable=SC2086
  small=$(median ${figures[small.$1]}) large=$(median ${figures[large.$1]})
  # shellcheck disable=SC2086
  printf '| %s | %s (%s) | %s (%s) | %s |\n' "$2" "$small" "$(range ${figures[small.$1]})" "$large" \
    "$(range ${figures[large.$1]})" \
    "$(awk -v s="$small" -v l="$large" -v way="$3" 'BEGIN { printf "%.2f", way == "rate" ? s / l : l / s }')"
}

report() {
  local subject
  machine
  printf '\n%s clicks and %s people against 10000 and 1000; %s runs in turn; median (least–most)\n\n' "$clicks" "$people" \
    "$runs"
  echo "| | small | large | large / small |"
  echo "|---|---|---|---|"
  row go '/go, req/s (ratio of time)' rate
  row go_cpu '/go, processor µs' time
  row go_p99 '/go, p99 ms' time
  for subject in "${subjects[@]}"; do row "$subject" "${subject//_/ }, µs" time; done
}

# usage: stored -> clicks in the large one, by what is counted while they come and go
stored() {
  local statement="SELECT CAST(SUM(n) AS BIGINT) FROM row_counts WHERE subject = 'clicks'"
  if $postgresql; then
    pg psql -At -d large -c "$statement"
  else
    sqlite3 -cmd '.timeout 10000' "$folder/large/rastro.db" "$statement"
  fi
}

measure_stalls() {
  local run days p50 p99 longest count before
  for ((run = 1; run <= runs; ++run)); do
    for days in 0 90; do
      serve large "${forever[@]}" --keep-clicks-days="$days"
      warm_up
      before=$(stored)
      read -r _ p50 p99 count _ longest < <(load "$((2 * seconds))")
      stop rastro
      add "$days" p50 "$p50" && add "$days" p99 "$p99" && add "$days" longest "$longest"
      add "$days" deleted $((before + count - $(stored)))
      printf 'keeping %s days: p50 %s ms  p99 %s ms  longest %s ms  deleted %s\n' "$days" "$p50" "$p99" "$longest" \
        "${figures[$days.deleted]##* }" >&2
    done
  done
  printf '\n| /go in the large one | p50 ms | p99 ms | longest ms | clicks deleted in a run |\n|---|---|---|---|---|\n'
  for days in 0 90; do
    # shellcheck disable=SC2086 # the figures of all runs are words
    printf '| %s | %s (%s) | %s (%s) | %s (%s) | %s |\n' \
      "$([[ $days == 0 ]] && echo 'nothing is deleted' || echo 'what is older than 90 days is deleted')" \
      "$(median ${figures[$days.p50]})" "$(range ${figures[$days.p50]})" "$(median ${figures[$days.p99]})" \
      "$(range ${figures[$days.p99]})" "$(median ${figures[$days.longest]})" "$(range ${figures[$days.longest]})" \
      "$(median ${figures[$days.deleted]})"
  done
}

tidy() {
  end
  if ! $keep; then rm -rf "${folder:?}"/{small,small.db,large,pg}; fi
}

main() {
  local run size tool
  need sqlite3 sqlite3 && need jq jq && need wrk wrk
  for tool in rastro bench_telegram bench_fill bench_lookups; do
    [[ -x $build/bin/$tool ]] || fail "$build/bin/$tool is missing: build it, see README.md here, or give --build"
  done
  begin "$port"
  refuse_taken "$telegram_port" "$rastro_port"
  declare -gA figures=()
  folder=${folder:-$work/filled}
  mkdir -p "$folder"
  chmod 711 "$work" "$folder"
  trap tidy EXIT
  if $postgresql; then start_postgresql; fi
  fill small 10000 1000
  fill large "$clicks" "$people"
  put_back
  start_telegram 4
  for ((run = 1; run <= runs; ++run)); do
    for size in small large; do
      if [[ $size == small ]]; then put_back; fi
      measure_go "$size"
      if [[ $size == small ]]; then put_back; fi
      measure_lookups "$size"
    done
  done
  report
  measure_stalls
}

main
