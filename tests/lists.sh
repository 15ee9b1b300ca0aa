#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The lists of phrases are what tools/lists/make.py makes of their sources: a phrase that is added to one alone is lost
# when the lists are made anew. The last line is "N passed, M failed".
set -u
cd "$(dirname "$0")/.." || exit 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

if ! command -v python3 > /dev/null; then
    echo "lists: no python3: not looked at"
    echo "0 passed, 0 failed"
    exit 0
fi
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tools/lists python3 -c '
import make, sys
for name in "standings", "verbs":
    make.make_phrases(name, sys.argv[1])
' "$dir" > /dev/null

for name in standings verbs; do
    if diff "$dir/$name.csv" "rules/lists/$name.csv" > "$dir/diff"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "lists: rules/lists/$name.csv is not what tools/lists/$name.txt says:"
        head -20 "$dir/diff"
    fi
done
echo "$passed passed, $failed failed"
