#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every source file says its licence in its first line; in its second, where the first must be something else.
set -euo pipefail
# shellcheck source=packaging/checks/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help "${1:-}" "Usage: packaging/checks/spdx.sh [FOLDER]
Refuses a source file without 'SPDX-License-Identifier: GPL-3.0-or-later' in its first line
(second line after '#!', '<!doctype', '<?xml' or Docker's '# syntax=')."

root=$(check_root "${1:-}")
cd "$root"

# Not listed: JSON and plain text, which have no comments, and what is data (pictures, vectors, golden files).
mapfile -t sources < <(files . '*.cpp' '*.h' '*.hpp' '*.in' '*.cmake' '*CMakeLists.txt' '*.sh' '.ci/run' '*.sql' '*.js' '*.mjs' \
  '*.css' '*.html' '*.mustache' '*.yaml' '*.yml' '*.py' '*.service' '*.conf' '*Containerfile' '*Caddyfile' |
  grep -vE '\.json\.in$|^tests/fixtures/.*\.(html|js|css|sql|yaml|yml)$')
if [[ ${#sources[@]} -gt 0 ]]; then
  refuse 'the first line is: SPDX-License-Identifier: GPL-3.0-or-later, in a comment' < <(
    awk 'FNR == 1 { name = FILENAME; ok = 0; spared = /^(#!|<!doctype|<!DOCTYPE|<\?xml|# syntax=)/ }
      FNR <= 1 + spared && /SPDX-License-Identifier: GPL-3\.0-or-later/ { said[FILENAME] = 1 }
      END { for (i = 1; i < ARGC; ++i) if (!(ARGV[i] in said)) print ARGV[i] ":1: no licence line" }' "${sources[@]}"
  )
fi
verdict spdx
