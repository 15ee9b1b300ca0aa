#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A header with the names of libraries that are loaded when they are first called: sh tools/sonames.sh CC NAME... > FILE
#
#   sh tools/sonames.sh gcc sqlite3     #define SL_SONAME_SQLITE3 "libsqlite3.so.0"
#
# They are the names by which the linker would have them loaded.
set -eu

cc=$1
shift
made=$(mktemp)
trap 'rm -f "$made"' EXIT
echo '/* Made by tools/sonames.sh. */'
for name; do
    # shellcheck disable=SC2086
    $cc -shared -nostdlib -Wl,--no-as-needed -o "$made" "-l$name"
    file=$(LC_ALL=C readelf -d "$made" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p')
    [ -n "$file" ] || { echo "sonames.sh: lib$name has no shared library" >&2; exit 1; }
    echo "#define SL_SONAME_$(echo "$name" | LC_ALL=C tr '[:lower:]' '[:upper:]') \"$file\""
done
