#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The checks check: each violation planted below, in a small tree of its own, must be refused, and the clean tree passed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=packaging/checks/lib.sh
source "$here/lib.sh"
help "${1:-}" "Usage: packaging/checks/selftest.sh
Plants one violation after the other in a temporary tree and sees each check refuse it."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
spdx='// SPDX-License-Identifier: GPL-3.0-or-later'
tree=$folder/tree/rastro

# usage: plant FILE LINE...: a new file of the tree, licence line first
plant() {
  mkdir -p "$tree/$(dirname "$1")"
  printf '%s\n' "$spdx" "${@:2}" >"$tree/$1"
}

plant_clean_tree() {
  rm -rf "$tree"
  mkdir -p "$tree"
  git -C "$tree" init --quiet
  plant sdk/include/rastro/click.h '#include <QString>'
  plant app/core/click.h '#include "core/money.h"' '#include <rastro/click.h>'
  plant app/storage/store.cpp '#include "core/click.h"' '#include <QSqlDatabase>' 'auto end = QStringLiteral("COMMIT");'
  plant app/http/server.cpp '#include <QHttpServer>' '#include <curl/curl.h>'
  plant app/telegram/api.cpp '#include "http/client.h"' '#include "core/click.h"'
  plant app/console/window.cpp '#include <QWidget>'
  plant app/server/main.cpp '#include "storage/store.h"' '#include "http/server.h"'
  plant plugins/tracking/tracking.cpp '#include "tracking.h"' '#include <rastro/click.h>'
  plant tests/unit/storage/tst_store.cpp '#include <QSqlQuery>' 'auto rows = query("SELECT 1");'
}

passed=0 failed=0
# usage: expect STATUS CHECK WHAT
expect() {
  local status=0 said
  said=$("$here/$2.sh" "$tree" 2>&1) || status=$?
  if [[ $status -eq $1 ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'selftest: %s.sh on %s: exit status %s, expected %s\n%s\n' "$2" "$3" "$status" "$1" "$said"
  fi
}
# usage: refuses CHECK FILE LINE...
refuses() {
  plant_clean_tree
  plant "${@:2}"
  expect 1 "$1" "$2: ${*:3}"
}

plant_clean_tree
for check in walls spdx sql paths; do expect 0 "$check" 'the clean tree'; done

refuses walls app/web/go.cpp '#include <QHttpServer>'
refuses walls app/web/go.cpp '#  include <QtHttpServer/QHttpServerResponder>'
refuses walls tests/unit/web/tst_go.cpp '#include <QHttpServerRequest>'
refuses walls app/core/click.cpp '#include <QSqlQuery>'
refuses walls app/web/go.cpp '#include <hiredis/hiredis.h>'
refuses walls app/storage/cache.cpp '#include <hiredis/hiredis.h>'
refuses walls app/storage/cache.cpp '#include "redis/redisclient.h"'
refuses walls app/web/go.cpp '#include <prometheus/registry.h>'
refuses walls app/redis/click.cpp '#include "storage/store.h"'
refuses walls plugins/tracking/sql.cpp '#include <sqlite3.h>'
refuses walls app/core/money.cpp '#include <QTcpSocket>'
refuses walls app/core/money.cpp '#include <QtNetwork/QHostAddress>'
refuses walls app/server/main.cpp '#include <QMessageBox>'
refuses walls app/telegram/api.cpp '#include <curl/curl.h>'
refuses walls plugins/tracking/tracking.cpp '#include "core/click.h"'
refuses walls sdk/include/rastro/click.h '#include <storage/store.h>'
refuses walls app/server/main.cpp '#include "tracking/tracking.h"'
refuses walls app/server/main.cpp '#include "plugins/gateways/sandbox/sandbox.h"'
refuses walls plugins/pixels/meta/meta.cpp '#include "plugins/tracking/tracking.h"'
refuses walls app/core/click.cpp '#include "../storage/store.h"'
refuses walls plugins/tracking/tracking.cpp '#include "a/../../core/click.h"'
refuses walls app/core/click.cpp '#include "storage/store.h"'
refuses walls app/telegram/api.cpp '#include "storage/store.h"'
refuses walls app/core/click.cpp '#include "http/server.h"'
refuses walls app/console/window.cpp '#include "core/click.h"'
refuses walls app/core/CMakeLists.txt 'target_link_libraries(app_core Qt6::Widgets)'
refuses sql app/core/click.cpp 'auto all = "SELECT * FROM clicks";'
refuses sql app/storage/store.cpp 'auto all = R"(INSERT INTO clicks VALUES (1))";'
refuses sql app/storage/store.cpp 'auto all = QStringLiteral("UPDATE clicks SET a = 1");'
refuses paths README.md "see $folder/tree/notes.txt"
refuses paths README.md "see /home/""somebody/notes.txt"
refuses paths tests/unit/core/tst_click.cpp "QFile file(QStringLiteral(RASTRO_SOURCE_DIR \"/..""/x\"));"
plant_clean_tree
echo 'int late; // SPDX-License-Identifier: MIT' >"$tree/app/core/late.cpp"
expect 1 spdx 'another licence'
printf 'int a;\n%s\n' "$spdx" >"$tree/app/core/late.cpp"
expect 1 spdx 'a licence line that is not the first'
printf '#!/bin/sh\n%s\n' "$spdx" >"$tree/app/core/late.cpp"
expect 0 spdx 'a licence line after #!'

echo "selftest: $passed violations and clean trees judged rightly, $failed wrongly"
[[ $failed -eq 0 ]]
