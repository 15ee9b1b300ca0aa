#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# How far the football rules reach: short texts with the rows that a careful reader takes out of them. Those of
# when-and-how and who-and-what were written by people who had not seen the rules.
#
#   BUILD=build sh tests/phrases/run.sh [--bless] [KIND]
#
# A case is a line "## KIND", a line of text and a line "=> player=…; area=…" for each row; a cell that is not named is
# empty. The text stands in an article of 2024-03-06. "## todo KIND" marks a case that does not come out right yet; it
# fails as soon as it does, so that the mark is taken away. --bless sets all marks as things are; KIND shows what is
# wrong with the cases of that kind, todo or not. The last line is "N passed, M failed".
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
bless=
[ "${1:-}" = --bless ] && { bless=1; shift; }
kind=${1:-}

mkdir "$work/articles"
for file in *.txt; do
    awk -v to="$work/articles/" -v name="${file%.txt}" '
        /^## / { n++; getline; f = sprintf("%s%s-%03d.txt", to, name, n)
                 printf " date 2024-03-06 News in brief\n\n%s\n", $0 > f; close(f) }' "$file"
done
"$sideline" extract --quiet ${RULES:+-r "$RULES"} -o "$work/out" "$work/articles" || { echo "0 passed, 1 failed"; exit 1; }

# "article<tab>cells" of each row that came out, in the form of the cases.
awk '
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
    BEGIN { wanted = split("player area pathology side status injured_from injured_to return_from return_to", want, " ") }
    NR == 1 { n = cut($0); for (i = 1; i <= n; i++) at[cell[i]] = i; next }
    {
        cut($0)
        article = cell[at["article"]]; sub(/.*\//, "", article)
        row = ""
        for (i = 1; i <= wanted; i++)
            if (cell[at[want[i]]] != "") row = row (row == "" ? "" : "; ") want[i] "=" cell[at[want[i]]]
        print article "\t=> " row
    }' "$work/out/injuries.csv" > "$work/rows"

# Each file again with its marks as things are, and what is wrong.
passed=0
failed=0
todo=0
for file in *.txt; do
    awk -v name="${file%.txt}" -v show="$kind" -v marked="$work/marked" -v rows="$work/rows" '
        function finish(    i, k, right, used, was, wrong) {
            if (!n) return
            was = kind; sub(/^todo /, "", kind)
            article = sprintf("%s-%03d.txt", name, n)
            right = count[article] == wanted
            for (i = 1; i <= wanted; i++) {
                for (k = 1; k <= count[article]; k++)
                    if (!(k in used) && got[article, k] == want[i]) { used[k] = 1; break }
                if (k > count[article]) { right = 0; wrong = wrong "      wanted " want[i] "\n" }
            }
            for (k = 1; k <= count[article]; k++) if (!(k in used)) wrong = wrong "      got    " got[article, k] "\n"
            printf "## %s%s\n%s\n", right ? "" : "todo ", kind, text > marked
            for (i = 1; i <= wanted; i++) print want[i] > marked
            if (right && was == kind) passed++
            else if (!right && was != kind) todo++
            else { failed++; printf "%s [%s] %s: %s\n%s", article, kind, right ? "is right now" : "failed", text, wrong }
            if (show != "" && index(kind, show) && !right) printf "%s [%s] %s\n%s", article, kind, text, wrong
        }
        BEGIN { while ((getline line < rows) > 0) { split(line, part, "\t"); got[part[1], ++count[part[1]]] = part[2] } }
        /^## / { finish(); if (n) print "" > marked; n++; kind = substr($0, 4); getline text; wanted = 0; next }
        /^=> / { want[++wanted] = $0 }
        END { finish(); print passed + 0, failed + 0, todo + 0 }' "$file" > "$work/told"
    counts=$(tail -n 1 "$work/told")
    [ -n "$bless" ] && cp "$work/marked" "$file" || sed '$d' "$work/told"
    rm -f "$work/marked"
    # shellcheck disable=SC2086
    set -- $counts
    passed=$((passed + $1))
    failed=$((failed + $2))
    todo=$((todo + $3))
done
[ -n "$bless" ] && { echo "marks set"; failed=0; }
echo "$todo cases are still to do"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
