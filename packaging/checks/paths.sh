#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No file names a place on the machine it was written on, nor reads anything beside the checkout.
set -euo pipefail
# shellcheck source=packaging/checks/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
help "${1:-}" "Usage: packaging/checks/paths.sh [FOLDER]
Refuses a file that names the checkout's own folder, the folder around it, a home folder,
or a neighbour of the checkout (../something from its top)."

root=$(check_root "${1:-}")
cd "$root"

# Where the folder around the checkout is one that everybody has, its name gives nothing away.
around=$(dirname "$root")
case $around in
  / | /tmp | /var/tmp | /src | /usr/src | /usr/local/src | /opt | /srv | /mnt | /home | /root | /build | /data) places=() ;;
  *) places=("$root" "$around/") ;;
esac

mapfile -t sources < <(files . | grep -vE '^(LICENSE|package-lock\.json)$')
if [[ ${#sources[@]} -gt 0 ]]; then
  for place in "${places[@]}"; do
    refuse "say it relative to the checkout: ${place%/} is a place on this machine only" < <(
      grep -nHIF -- "$place" "${sources[@]}" | cut -c1-200 || true
    )
  done
  refuse 'a home folder is of one machine only' < <(
    grep -nHIE '(^|[^A-Za-z0-9_.:/-])/(home/[a-z]+|root)/' "${sources[@]}" | grep -v '^packaging/checks/paths.sh:' |
      cut -c1-200 || true
  )
  refuse 'a clone stands alone: nothing beside it can be read' < <(
    grep -nHIE '(\$\{?(CMAKE|PROJECT)_SOURCE_DIR\}|RASTRO_SOURCE_DIR "?)/\.\.|\.\./shared' "${sources[@]}" |
      grep -v '^packaging/checks/paths.sh:' | cut -c1-200 || true
  )
fi
verdict paths
