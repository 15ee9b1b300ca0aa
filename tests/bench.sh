#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The texts of make bench: the same for the same seed, no two articles alike, readable, and with injuries in some 3 % of
# the sentences of general news.
set -u
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

holds() { # what, command...
    what=$1
    shift
    if "$@"; then passed=$((passed + 1)); else echo "$what"; failed=$((failed + 1)); fi
}
news() { "$BUILD/bench/news" tools/bench/news.words "$@"; }
between() { [ "$2" -ge "$1" ] && [ "$2" -le "$3" ]; }

news general json 1M 7 > "$dir/a.jsonl"
news general json 1M 7 > "$dir/b.jsonl"
news general json 1M 8 > "$dir/c.jsonl"
news dense text 100K 7 > "$dir/dense.txt"
mkdir "$dir/files"
news general files 20 7 "$dir/files"

holds 'the same seed gives the same bytes' cmp -s "$dir/a.jsonl" "$dir/b.jsonl"
holds 'another seed gives another text' eval '! cmp -s "$dir/a.jsonl" "$dir/c.jsonl"'
holds 'it is as long as asked for' between 1000000 "$(wc -c < "$dir/a.jsonl")" 1010000
holds 'twenty files' [ "$(find "$dir/files" -type f | wc -l)" = 20 ]
holds 'no two articles alike' [ -z "$(sed 's/.*"text"//' "$dir/a.jsonl" | sort | uniq -d)" ]
sentences=$(grep -oE '[^.?!]*[.?!]' "$dir/a.jsonl" | wc -l)
rows=$("$BUILD/sideline" extract -q --columns player "$dir/a.jsonl" | wc -l)
holds 'every record is read, and some 3 % of the sentences tell of an injury' \
    between $((sentences * 2 / 100)) "$rows" $((sentences * 4 / 100))
holds 'nothing is left to fill in' eval '! grep -q "[{}]" "$dir/dense.txt"'
command -v python3 >/dev/null 2>&1 || { echo "$passed passed, $failed failed"; exit "$failed"; }
holds 'rules, patterns and names are made, and the rules are good' python3 - "$dir" <<'PY'
import sys
sys.path.insert(0, "tools/bench")
import os
import rules
words, place = rules.read_words("tools/bench/news.words"), sys.argv[1]
rules.write_names(f"{place}/names.csv", words, 30000)
rules.write_rules(f"{place}/made.rules", words, 30, "names.csv", os.path.abspath("rules/words.rules"))
rules.write_patterns(f"{place}/patterns", words, 30)
assert len(set(open(f"{place}/names.csv"))) == 30001
PY
news dense json 500K 9 > "$dir/dense.jsonl"
holds 'made rules find something in dense news' \
    [ "$(XDG_CACHE_HOME=$dir "$BUILD/sideline" extract -q -r "$dir/made.rules" "$dir/dense.jsonl" | wc -l)" -gt 5 ]
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
