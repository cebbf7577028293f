#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The shell scripts parse, and shellcheck finds nothing in them.
set -euo pipefail
# shellcheck source=packaging/checks/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help "${1:-}" "Usage: packaging/checks/shell.sh [FOLDER]
Refuses a shell script that does not parse, or in which shellcheck finds something."

root=$(check_root "${1:-}")
cd "$root"

mapfile -t scripts < <(files . '*.sh' '.ci/run')
for script in "${scripts[@]}"; do
  refuse 'the shell cannot parse it' < <(bash -n "$script" 2>&1 || true)
done
if ! command -v shellcheck >/dev/null; then
  [[ $violations -eq 0 ]] || verdict shell
  echo "shell: skipped, no shellcheck here (apt-get install shellcheck)"
  exit 77
fi
refuse 'shellcheck explains each code at its wiki; a rule that must be broken says why in a comment' < <(
  shellcheck --external-sources --format=gcc "${scripts[@]}" || true
)
verdict shell
