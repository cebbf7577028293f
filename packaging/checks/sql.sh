#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SQL lives in resources/sql, where both databases' versions lie side by side, and not in string literals.
set -euo pipefail
# shellcheck source=packaging/checks/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help "${1:-}" "Usage: packaging/checks/sql.sh [FOLDER]
Refuses an SQL statement in a string literal of app/, sdk/ or plugins/. Tests may look at tables as they like."

root=$(check_root "${1:-}")
cd "$root"

# What opens and closes a transaction, and PRAGMA, belong to the connection and are no statements of ours.
statement='(SELECT|INSERT +(OR +[A-Z]+ +)?INTO|UPDATE +[a-z_]+ +SET|DELETE +FROM|(CREATE|ALTER|DROP) +(TABLE|(UNIQUE +)?INDEX))( |"|$)'
mapfile -t sources < <(files . 'app/*.cpp' 'app/*.h' 'sdk/*.cpp' 'sdk/*.h' 'plugins/*.cpp' 'plugins/*.h')
# Redis has a command SELECT, too; app/redis cannot reach a database.
mapfile -t sources < <(printf '%s\n' "${sources[@]}" | grep -v '^app/redis/' || true)
if [[ ${#sources[@]} -gt 0 ]]; then
  refuse 'give the statement a name and move it to resources/sql' < <(
    grep -nHE "(\"|R\"[A-Za-z]*\() *$statement" "${sources[@]}" || true
  )
fi
verdict sql
