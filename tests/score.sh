#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `sideline score` prints what the script prints whose measures it has, to the last figure:
#
#   BUILD=build [SCORE_PY=score.py] sh tests/score.sh [GOLD]...
#
# over the corpus and each further GOLD (a folder with injuries.csv, quotes.csv and articles/), with the tables of the
# built-in rules, and with tables that are damaged on purpose. The script is no part of this project; it is looked for
# in a folder tools/ beside the project's folder. Where it, or python3, is not there, all is skipped. The last line is
# "N passed, M failed".
set -u
cd "$(dirname "$0")/.." || exit 2
BUILD=${BUILD:-build}
script=${SCORE_PY:-$(grep -l fullnames ../*/tools/score.py 2> /dev/null | head -n 1)}
passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v python3 > /dev/null || [ -z "$script" ]; then
    echo "skipped: no python3, or no script to compare with"
    echo "0 passed, 0 failed"
    exit 0
fi

compare() { # name, gold, tables, worst
    python3 "$script" "$2" "$3" --worst "$4" > "$work/wanted" 2>&1
    "$BUILD/sideline" score --worst "$4" "$2" "$3" > "$work/got" 2>&1
    if [ -s "$work/wanted" ] && diff "$work/wanted" "$work/got"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $1"
    fi
}

# Names cut to their last word or doubled by a candidate, dates moved, every seventh row gone, the order turned round.
damage() { # table
    python3 - "$1" << 'PY'
import csv, datetime, sys
def moved(day, by):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(by)).isoformat() if day else day
with open(sys.argv[1], newline='', encoding='utf-8') as f:
    rows = list(csv.DictReader(f))
head = rows[0].keys() if rows else []
kept = []
for i, r in enumerate(rows):
    if i % 7 == 3: continue
    for k in ('player', 'speaker'):
        if k in r and i % 3 == 0: r[k] = r[k].split()[-1] if r[k] else r[k]
        if k in r and i % 5 == 1: r[k] += ' | Någon Annan | Ødegård'
    for k in ('injured_from', 'return_to'):
        if k in r: r[k] = moved(r[k], i % 6)
    if 'area' in r and i % 4 == 2: r['area'] = 'shin'
    if 'quote' in r and i % 6 == 2: r['quote'] = 'so ' + r['quote']
    kept.insert(0, r)
with open(sys.argv[1], 'w', newline='', encoding='utf-8') as f:
    w = csv.DictWriter(f, head)
    w.writeheader()
    w.writerows(kept)
PY
}

compare_all() { # name, gold
    rm -rf "$work/tables"
    if ! "$BUILD/sideline" extract -q -o "$work/tables" "$2/articles"; then
        failed=$((failed + 1))
        echo "failed: $1: no tables"
        return
    fi
    compare "$1" "$2" "$work/tables" 1000
    damage "$work/tables/injuries.csv" && damage "$work/tables/quotes.csv"
    compare "$1, damaged" "$2" "$work/tables" 3
    rm "$work/tables/quotes.csv"
    compare "$1, without quotes" "$2" "$work/tables" 0
}

# The script reads UTF-8 alone; ours reads any article.
mkdir "$work/corpus"
cp corpus/gold/*.csv "$work/corpus/"
cp -R corpus/articles "$work/corpus/articles"
for article in "$work"/corpus/articles/*; do
    iconv -f utf-8 -t utf-8 "$article" > "$work/utf8" 2> /dev/null ||
        { iconv -f windows-1252 -t utf-8 "$article" > "$work/utf8" && mv "$work/utf8" "$article"; }
done
compare_all corpus "$work/corpus"

"$BUILD/sideline" extract -q -o "$work/tables" corpus/articles
python3 "$script" "$work/corpus" "$work/tables" > "$work/wanted"
if "$BUILD/sideline" score corpus/gold "$work/tables" | diff "$work/wanted" -; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "failed: articles beside the gold, as they are"
fi

for gold; do compare_all "$gold" "$gold"; done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
