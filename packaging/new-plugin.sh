#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a plugin that builds, loads and passes its kind's contract suite: a start, not an example.
set -euo pipefail

usage() {
  cat <<'END'
Usage: packaging/new-plugin.sh KIND ID [FOLDER]

Makes the plugin ID of the KIND gateway, pixel or tracking, with a test that runs the contract suite of its kind.

Without FOLDER it is made in this tree: plugins/gateways/ID or plugins/pixels/ID, its test in
tests/integration/contracts/. With FOLDER, which must not exist, it is a project of its own that needs the installed
SDK (cmake --install build/dev --component sdk, and --component library).

  ID   lower-case letters, digits, - and _; begins with a letter: my-gateway
END
}

if [[ ${1:-} == -h || ${1:-} == --help ]]; then usage && exit; fi
if [[ $# -lt 2 || $# -gt 3 ]]; then usage >&2 && exit 2; fi
kind=$1 id=$2 folder=${3:-}

case $kind in
  gateway | pixel | tracking) ;;
  *) echo "new-plugin.sh: $kind is no kind of plugin: use gateway, pixel or tracking" >&2 && exit 2 ;;
esac
if ! [[ $id =~ ^[a-z][a-z0-9_-]*$ ]]; then
  echo "new-plugin.sh: $id is no id: use lower-case letters, digits, - and _, such as my-$kind" >&2 && exit 2
fi

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
templates=$top/packaging/new-plugin
place=outside
if [[ -z $folder ]]; then
  if [[ $kind == tracking ]]; then
    echo "new-plugin.sh: this tree has its tracking plugin; give a FOLDER for another one" >&2 && exit 2
  fi
  place=inside folder=$top/plugins/${kind}s/$id
fi
if [[ -e $folder ]]; then
  echo "new-plugin.sh: $folder exists already: remove it or choose another one" >&2 && exit 2
fi

# my-gateway -> MyGateway, mygateway
class=$(sed -E 's/(^|[-_]+)([a-z0-9]?)/\u\2/g' <<<"$id")
file=${class,,}

# usage: make TEMPLATE FILE
make() {
  sed -e "s/PluginClass/$class/g; s/pluginclass/$file/g; s/plugin-id/$id/g; s/plugin-kind/$kind/g" \
    "$templates/$1" >"$2"
}

mkdir -p "$folder"
make "CMakeLists.$place.txt.in" "$folder/CMakeLists.txt"
make "$kind/plugin.json.in" "$folder/plugin.json.in"
make "$kind/class.h.in" "$folder/$file.h"
make "$kind/class.cpp.in" "$folder/$file.cpp"
make factory.h.in "$folder/${file}factory.h"
if [[ $place == inside ]]; then
  contract=$top/tests/integration/contracts
  echo "cmake --preset dev && cmake --build --preset dev --target tst_${id}contract && ctest --preset dev -R ${id}contract"
else
  contract=$folder
  echo "cmake -S $folder -B $folder/build -DCMAKE_PREFIX_PATH=<prefix of the SDK> && cmake --build $folder/build &&" \
    "ctest --test-dir $folder/build"
fi
make "$kind/contract.cpp.in" "$contract/tst_${id}contract.cpp"
