#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What storing clicks on PostgreSQL costs: Rastro's group commit against pgbench that writes the same rows in batches.
set -euo pipefail
# shellcheck source=tests/bench/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'END'
Usage: tests/bench/postgresql.sh [--build DIR] [--seconds N] [--runs R] [--batch N] [--in-flight N]

Starts a PostgreSQL of its own (fsync on, on a socket in a temporary folder) and measures in turn, R times each:
  rastro   clicks a second by ArrivalDesk and group commit on one connection, without HTTP
  pgbench  rows a second by one client: the same table, indexes and columns, one INSERT of a batch in each transaction

  --build DIR     a Release build with the target bench_writes [build/release]
  --seconds N     of each run [8]
  --runs R        [5]
  --batch N       rows in one transaction of pgbench [64]
  --in-flight N   clicks that wait for their commit at any moment [128]: two batches, one being stored
  -h, --help      this text
END
}

build=build/release seconds=8 runs=5 batch=64 in_flight=128
while [[ $# -gt 0 ]]; do
  case $1 in
    --build | --seconds | --runs | --batch | --in-flight)
      [[ $# -gt 1 ]] || { usage >&2 && exit 2; }
      name=${1#--}
      printf -v "${name//-/_}" %s "$2"
      shift
      ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

# PostgreSQL refuses to run as root.
owner=()
if [[ $EUID -eq 0 ]]; then owner=(setpriv --reuid postgres --regid postgres --clear-groups); fi
as_owner() { "${owner[@]}" "$@"; }

start_postgresql() {
  local found
  for found in /usr/lib/postgresql/*/bin; do programs=$found; done
  [[ -x ${programs:-}/pgbench ]] || fail 'PostgreSQL is missing: apt-get install postgresql'
  if [[ $EUID -eq 0 ]]; then chown postgres: "$work"; fi
  (cd "$work" && as_owner "$programs/initdb" -D "$work/pg" -U rastro -A trust --no-sync >"$work/initdb.log" 2>&1)
  start postgresql "${owner[@]}" "$programs/postgres" -D "$work/pg" -k "$work" -c listen_addresses= -c shared_buffers=256MB
  until "$programs/pg_isready" -q -h "$work" -U rastro -d postgres; do nap; done
  as_owner "$programs/createdb" -h "$work" -U rastro bench
}

# usage: ask STATEMENT
ask() { "$programs/psql" -qtA -h "$work" -U rastro -d bench -c "$1"; }

# The clicks of both lead to the same pool and bot.
write_script() {
  local pool bot
  pool=$(ask 'SELECT id FROM redirect_pools') bot=$(ask 'SELECT id FROM bots')
  cat >"$work/batch.sql" <<END
\\set base random(1, 9000000000000000)
INSERT INTO clicks (token, workspace_id, pool_id, bot_id, fbclid, fbp, fbc, utm_source, utm_medium, utm_campaign,
    utm_content, utm_term, visitor_id, ip_address, user_agent, landing_url, referrer, first_seen_ms, pageview_event_id, traffic)
SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || lpad(to_hex(:base::bigint + g), 20, '0'), 1, $pool, $bot,
    'IwAR2' || (:base::bigint + g) || 'QQGCINEz7PYXQvwjNwBxxxxxxxxxxxx_aem_bench', 'fb.1.1700000000000.1234567890',
    'fb.1.1700000000000.IwAR2' || (:base::bigint + g) || 'QQGCINEz7PYXQvwjNwBxxxxxxxxxxxx_aem_bench', 'FB', 'paid',
    'Black Friday|120210000000000001', 'ad-7|120210000000000007', 'Instagram_Stories',
    lpad(to_hex(:base::bigint % 1000003 + g), 32, '0'), '203.0.113.7',
    'Mozilla/5.0 (Linux; Android 13; SM-A546E Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 Instagram 312.1.0.34.111',
    'https://shop.example/go/bench?utm_source=FB&utm_medium=paid&fbclid=IwAR2' || (:base::bigint + g) || 'QQGCINEz7PYXQvwjNwB_aem_bench',
    'https://l.instagram.com/', 1700000000000, lpad(to_hex(:base::bigint + g), 32, '0'), 'person'
FROM generate_series(1, $batch) g;
END
}

by_rastro() {
  "$build/bin/bench_writes" "postgresql:///bench?host=$work&user=rastro" "$seconds" "$in_flight" | cut -d' ' -f1
}

by_pgbench() {
  local transactions
  transactions=$("$programs/pgbench" -n -h "$work" -U rastro -M prepared -c 1 -T "$seconds" -f "$work/batch.sql" bench 2>"$work/pgbench.log" |
    sed -nE 's/^tps = ([0-9.]+).*/\1/p') || true
  [[ -n $transactions && ! -s $work/pgbench.log ]] || { cat "$work/pgbench.log" >&2 && fail 'pgbench failed'; }
  awk -v tps="$transactions" -v batch="$batch" 'BEGIN { printf "%.0f\n", tps * batch }'
}

# usage: clear_table
clear_table() { ask 'TRUNCATE clicks CASCADE' >/dev/null 2>&1; }

main() {
  local run mine=() others=()
  [[ -x $build/bin/bench_writes ]] || fail "$build/bin/bench_writes is missing: build it, see README.md here, or give --build"
  begin 0
  start_postgresql
  "$build/bin/bench_writes" "postgresql:///bench?host=$work&user=rastro" 1 "$in_flight" >/dev/null
  write_script
  for ((run = 1; run <= runs; ++run)); do
    clear_table
    mine+=("$(by_rastro)")
    clear_table
    others+=("$(by_pgbench)")
    printf 'run %d/%d  rastro %d clicks/s  pgbench %d rows/s  load %s\n' "$run" "$runs" "${mine[-1]}" "${others[-1]}" \
      "$(cut -d' ' -f1 /proc/loadavg)" >&2
  done
  machine
  printf '\n%s clicks in flight; pgbench: 1 client, %s rows a transaction; %s runs of %s s in turn; median (least–most)\n\n' \
    "$in_flight" "$batch" "$runs" "$seconds"
  printf '| rastro clicks/s | pgbench rows/s | rastro / pgbench |\n|---|---|---|\n| %s (%s) | %s (%s) | %s |\n' \
    "$(median "${mine[@]}")" "$(range "${mine[@]}")" "$(median "${others[@]}")" "$(range "${others[@]}")" \
    "$(awk -v a="$(median "${mine[@]}")" -v b="$(median "${others[@]}")" 'BEGIN { printf "%.2f", a / b }')"
}

main
