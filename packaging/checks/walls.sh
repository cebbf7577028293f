#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The dependency rule of ARCHITECTURE.md, read off the include lines. Most of it is enforced by the compiler already,
# since a module finds only the headers of what it links; this also sees what a link would let through.
set -euo pipefail
# shellcheck source=packaging/checks/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help "${1:-}" "Usage: packaging/checks/walls.sh [FOLDER]
Refuses an include that goes through a wall: see the table in this script."

root=$(check_root "${1:-}")
cd "$root"

# Each include as file:line:"name" or file:line:<name>.
mapfile -t sources < <(files . '*.cpp' '*.h' '*.hpp' '*.cpp.in' '*.h.in')
includes=
if [[ ${#sources[@]} -gt 0 ]]; then
  includes=$(grep -nHE '^[[:space:]]*#[[:space:]]*include' "${sources[@]}" |
    sed -E 's/^([^:]+:[0-9]+):[[:space:]]*#[[:space:]]*include[[:space:]]*/\1:/' || true)
fi

# usage: wall WHERE WHAT EXCEPT REMEDY: no file that matches WHERE and not EXCEPT includes WHAT (extended patterns)
wall() {
  refuse "$4" < <(awk -F: -v where="$1" -v what="$2" -v except="$3" '
    $1 ~ where && !(except != "" && $1 ~ except) {
      include = substr($0, length($1) + length($2) + 3)
      if (include ~ what) print $1 ":" $2 ": includes " include
    }' <<<"$includes")
}

modules='core|plugins|storage|redis|http|metrics|telegram|web|sandbox|api|server|console'
httpserver='^<(QtHttpServer/|QHttpServer|QAbstractHttpServer|QHttpHeaders>)'
sql='^[<"](QtSql|QSql|sqlite3|libpq|postgresql/)'
widgets='^<(QtWidgets|QtCharts|QtGui|QWidget|QApplication|QMainWindow|QDialog|QMessageBox|QGuiApplication|QPainter|QPixmap)'
sockets='^<(QtNetwork|QtWebSockets|QTcp|QUdp|QSsl|QNetwork|QLocal(Server|Socket)|QAbstractSocket|QHost|QDns|QWebSocket|sys/socket|netinet/|arpa/|curl/)'

wall . '[<"]([^">]*/)?\.\./' '' 'name the header from its module or folder (module/header.h); "../" walks around the walls'
wall '^(app|sdk|plugins|tests)/' "$httpserver" '^app/http/' 'only app/http includes QtHttpServer: use its handlers and requests'
wall '^(app|sdk|plugins)/' "$sql" '^app/storage/' 'only app/storage talks to databases: add a port to app/core and its adapter to app/storage'
wall '^(app|sdk|plugins)/' '^<hiredis' '^app/redis/' 'only app/redis talks to Redis: add a port to app/core and its adapter to app/redis'
wall '^(app|sdk|plugins)/' '^<prometheus/' '^app/metrics/' 'only app/metrics knows prometheus-cpp: put a Family on a Sheet'
wall '^(app|sdk|plugins)/' "$widgets" '^app/console/' 'only app/console draws'
wall '^(app|sdk|plugins)/' '^<curl/' '^app/http/' 'only app/http includes libcurl: use HttpClient of the SDK'
wall '^app/core/|^sdk/include/|^sdk/src/|^plugins/' "$sockets" '' 'neither the core, the SDK nor a plugin opens sockets: use HttpClient of the SDK or a port of app/core'

wall '^(sdk|plugins)/' "^[<\"](app/|($modules)/)" '' 'the SDK and the plugins know nothing of app/: what a plugin needs is in the SDK, <rastro/...>'
wall '^(app|sdk)/' '^[<"](plugins/)?(tracking|gateways|pixels)/' '' 'nobody includes a plugin: it is loaded, and known by its interface in the SDK'
wall '^plugins/' '^[<"]plugins/' '' 'a plugin includes no other plugin; its own headers are found beside it'
wall '^(app|plugins|sdk/include|sdk/src)/' '^[<"](rastro/)?testing/' '' 'fakes are for tests only'

# Within app/: whom a module may know beside itself and the SDK. server composes them all and is not listed; nobody else
# knows storage, which is met through the ports of core.
while read -r module known; do
  others=$(tr '|' '\n' <<<"$modules" | grep -vxE "$module${known:+|${known// /|}}" | paste -sd '|')
  wall "^app/$module/" "^[<\"]($others)/" '' "app/$module knows only itself, the SDK${known:+ and ${known// /, }}: put a port between"
done <<'END'
core
plugins core
storage core
redis core
http core
metrics core http
telegram core http
web core http
sandbox core http
api core http
console api
END

# Widgets are linked where they are drawn.
refuse 'only app/console and its tests link widgets' < <(
  files . 'CMakeLists.txt' '*/CMakeLists.txt' | grep -vE '^(app/console|tests/.*console)/' |
    xargs -r grep -nHE 'Qt6::(Widgets|Charts)' /dev/null || true
)
verdict walls
