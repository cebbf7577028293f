# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154 # what is set here is used there, and the other way round
# What the scripts of this folder share. Sourced, never run. All traffic stays on 127.0.0.1; what is started here, and
# only that, is stopped here.

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# The part of each bot's token that is secret in real life. Worth nothing outside of the sandbox.
secret='bench-token-of-the-built-in-sandbox'
first_bot=100000001

# usage: begin PORT: makes the work folder and promises to tidy up
begin() {
  base_port=$1
  telegram_port=$base_port
  rastro_port=$((base_port + 1))
  work=$(mktemp -d)
  declare -gA started=()
  exec {never}<> <(:)
  trap end EXIT
  trap 'exit 130' INT TERM
}

end() {
  local name
  for name in "${!started[@]}"; do stop "$name"; done
  rm -rf "$work"
}

# usage: need PROGRAM PACKAGE
need() {
  command -v "$1" >/dev/null || fail "$1 is missing: apt-get install $2"
}

# Waits two milliseconds without starting a process for it.
nap() { read -r -t 0.002 -u "$never" || true; }

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# usage: start NAME COMMAND...: runs it in the background; its output is in $work/NAME.log
start() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  started[$name]=$!
}

# usage: stop NAME [SIGNAL]
stop() {
  local pid=${started[$1]}
  unset "started[$1]"
  kill -s "${2:-TERM}" "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

# usage: get PORT PATH: $status_line is that of the answer, or nothing. No process is started for it.
get() {
  local line=
  {
    if exec {wire}<>"/dev/tcp/127.0.0.1/$1"; then
      printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&"$wire"
      IFS= read -r -t 5 line <&"$wire" || true
      exec {wire}>&-
    fi
  } 2>/dev/null
  status_line=${line%$'\r'}
}

# usage: await NAME PORT PATH STATUS: until the program called NAME answers so
await() {
  local deadline=$((SECONDS + 60))
  get "$2" "$3"
  until [[ $status_line == "HTTP/1.1 $4 "* ]]; do
    kill -0 "${started[$1]}" 2>/dev/null || { cat "$work/$1.log" >&2 && fail "$1 has ended"; }
    [[ $SECONDS -lt $deadline ]] || { cat "$work/$1.log" >&2 && fail "$1 does not answer $3 with $4"; }
    nap
    get "$2" "$3"
  done
}

# usage: refuse_taken PORT...
refuse_taken() {
  local port
  for port in "$@"; do
    get "$port" /
    [[ -z $status_line ]] || fail "port $port is taken: choose others with --port"
  done
}

# usage: median NUMBER... -> the middle one
median() {
  printf '%s\n' "$@" | sort -g | awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
}

# usage: range NUMBER... -> least–most
range() {
  printf '%s\n' "$@" | sort -g | awk 'NR == 1 { least = $1 } END { print least "–" $1 }'
}

# usage: shop BOTS PIXEL -> a shop file: one pool in direct mode, "bench", that leads to the first bot
shop() {
  jq -n --argjson count "$1" --argjson pixel "$2" --argjson first "$first_bot" --arg secret "$secret" \
    --arg meta "http://127.0.0.1:$telegram_port/meta" '
    def meta: { pixel_id: "100200300400500", access_token: "bench-access-token", base_url: $meta };
    { rastro: 1,
      bots: [range($count) | { key: "bench-\(.)", token: "\($first + .):\($secret)", updates: "polling",
        welcome: "Olá, {first_name}!",
        offers: [{ key: "vip", title: "VIP", price: 1997, currency: "BRL", deliver: "https://example.com/vip" }],
        plugins: ({ tracking: {}, sandbox: {} } + if $pixel then { meta: meta } else {} end) }],
      pools: [{ slug: "bench", strategy: "round_robin", mode: "direct", bots: ["bench-0"] }] }'
}

start_telegram() {
  start telegram "$build/bin/bench_telegram" "$telegram_port" "$1" "$secret"
  await telegram "$telegram_port" "/tg/bot$first_bot:$secret/getMe" 200
}

start_rastro() {
  start rastro "$build/bin/rastro" serve --data "$work/data" --listen "127.0.0.1:$rastro_port" \
    --telegram-api "http://127.0.0.1:$telegram_port/tg"
}

# usage: install_rastro BOTS PIXEL: a new installation
install_rastro() {
  rm -rf "$work/data"
  shop "$1" "$2" >"$work/shop.json"
  "$build/bin/rastro" apply --data "$work/data" "$work/shop.json" >"$work/apply.log" 2>&1 ||
    { cat "$work/apply.log" >&2 && fail "rastro apply refused the shop"; }
}

# usage: sql STATEMENT -> what the database of the installation says
sql() {
  sqlite3 -cmd '.timeout 10000' "$work/data/rastro.db" "$1"
}

# usage: processor NAME... -> milliseconds of processor time that the programs and their children have used so far
processor() {
  local name pid files=()
  for name in "$@"; do
    for pid in "${started[$name]}" $(pgrep -P "${started[$name]}" || true); do files+=("/proc/$pid/stat"); done
  done
  awk -v tick="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); sum += $12 + $13 } END { print int(sum * 1000 / tick) }' "${files[@]}"
}

# usage: machine -> one line about where this is measured
machine() {
  printf '%s, %s cores, %s; load average %s\n' \
    "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -sr)" \
    "$(cut -d' ' -f1-3 /proc/loadavg)"
}
