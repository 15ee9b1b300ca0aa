#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The rule language in domains that the engine was not made for: court reports, weather warnings, company results.
#
#   BUILD=build sh tests/domains/run.sh [DOMAIN]...
#
# A domain is a folder with NAME.rules, articles/*.txt and gold/TABLE.csv, whose columns are the ones compared. For each
# article the rows of TABLE are held against those of the gold table, both sorted: a missing row and a false one both
# fail it. An article named in gold/todo.txt ("NAME reason") is one that the language cannot do yet: it is told and
# counted neither way, and fails once it passes. The rules' own tests count as one more. The last line is
# "N passed, M failed".
set -u
cd "$(dirname "$0")" || exit 2
build=${BUILD:-build}
case $build in /*) ;; *) build=$(cd ../.. && pwd)/$build ;; esac
sideline=${SIDELINE:-$build/sideline}
[ -x "$sideline" ] || { echo "no program: $sideline"; echo "0 passed, 1 failed"; exit 1; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C NO_COLOR=1
passed=0
failed=0

# rows GOLD TABLE: the cells of TABLE in the columns of GOLD, "article<tab>cell|cell|…". A cell may be quoted.
rows() {
    awk -v gold="$1" '
    # Splits a CSV line into cell[1..n]; no cell here holds a line break.
    function cut(line,    n, i, c, quoted, text) {
        n = 0; text = ""; quoted = 0
        for (i = 1; i <= length(line); i++) {
            c = substr(line, i, 1)
            if (quoted && c == "\"" && substr(line, i + 1, 1) == "\"") { text = text "\""; i++ }
            else if (c == "\"") quoted = !quoted
            else if (c == "," && !quoted) { cell[++n] = text; text = "" }
            else text = text c
        }
        cell[++n] = text
        return n
    }
    BEGIN {
        if ((getline line < gold) <= 0) { print "no header in " gold > "/dev/stderr"; exit 2 }
        wanted = cut(line)
        for (i = 1; i <= wanted; i++) want[i] = cell[i]
    }
    FNR == 1 {
        n = cut($0)
        for (i = 1; i <= n; i++) at[cell[i]] = i
        for (i = 1; i <= wanted; i++)
            if (!(want[i] in at)) { print "no column \"" want[i] "\" in " FILENAME > "/dev/stderr"; exit 2 }
        next
    }
    {
        cut($0)
        article = cell[at["article"]]
        sub(/^.*\//, "", article)
        row = ""
        for (i = 1; i <= wanted; i++)
            if (want[i] != "article") row = row (row == "" ? "" : " | ") cell[at[want[i]]]
        print article "\t" row
    }' "$2" | sort
}

count() { # passed?, name
    if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "failed: $2"; fi
}

# Rows of one article that only one side has: "- missing", "+ false".
compare() { # gold rows, own rows, article
    awk -F '\t' -v a="$3" '$1 == a { print $2 }' "$1" > "$work/want"
    awk -F '\t' -v a="$3" '$1 == a { print $2 }' "$2" > "$work/got"
    diff "$work/want" "$work/got" | sed -n 's/^< /  - /p; s/^> /  + /p' > "$work/difference"
    [ ! -s "$work/difference" ]
}

one_domain() {
    rules=$(ls "$1"/*.rules)
    "$sideline" check "$rules" > "$work/check" 2>&1
    status=$?
    count $status "$rules"
    [ $status = 0 ] || sed 's/^/  /' "$work/check"
    rm -rf "$work/out"
    (cd "$1" && "$sideline" extract -q -r "$(basename "$rules")" -o "$work/out" articles) > "$work/log" 2>&1
    status=$?
    [ $status = 0 ] || { count 1 "$1: extract: exit status $status"; sed 's/^/  /' "$work/log"; return; }
    for gold in "$1"/gold/*.csv; do
        table=$(basename "$gold" .csv)
        rows "$gold" "$gold" > "$work/gold_rows" && rows "$gold" "$work/out/$table.csv" > "$work/own_rows" ||
            { count 1 "$1: $table"; continue; }
        for article in "$1"/articles/*.txt; do
            name=$(basename "$article")
            compare "$work/gold_rows" "$work/own_rows" "$name"
            same=$?
            reason=$(sed -n "s/^$name //p" "$1/gold/todo.txt" 2> /dev/null)
            if [ -z "$reason" ]; then
                count $same "$article: $table"
                [ $same = 0 ] || cat "$work/difference"
            elif [ $same = 0 ]; then
                count 1 "$article: it passes by now; take it out of gold/todo.txt"
            else
                echo "todo: $article: $reason"
                cat "$work/difference"
            fi
        done
    done
}

[ $# -gt 0 ] || set -- */
for domain; do one_domain "${domain%/}"; done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
