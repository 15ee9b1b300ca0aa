#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The dates that other programs' tests ask for, held against what the grammar of dates reads.
#
#   BUILD=build [DATES=FOLDER] sh tests/dates/run.sh [--bless] [CLASS]
#
# FOLDER (looked for beside the project's folder; without it all is skipped) holds duckling_en.tsv, chrono_en.tsv and
# duckling_en_negative.txt: expressions, the day they are seen from, the days wanted. Hours are no business of ours: days
# alone are compared. An expression is right where the article has that one date and nothing else, and its days are
# the wanted ones when it is read as past, as to come, or as the nearest: which of them, a role decides in real rules.
#
# All others belong to a class of classes.tsv, the first that fits, with the reason why it is read otherwise. An
# expression of no class, and a count that is not the one written there, fail. --bless writes the counts; CLASS ("none",
# "right") lists its expressions. The last line is "N passed, M failed".
set -u
cd "$(dirname "$0")" || exit 2
build=${BUILD:-build}
case $build in /*) ;; *) build=$(cd ../.. && pwd)/$build ;; esac
sideline=${SIDELINE:-$build/sideline}
dates=${DATES:-$(ls -d ../../../*/data/dates 2> /dev/null | head -n 1)}
if [ ! -f "$dates/duckling_en.tsv" ]; then
    echo "skipped: no expressions of other programs to compare with"
    echo "0 passed, 0 failed"
    exit 0
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C NO_COLOR=1 XDG_CACHE_HOME="$work/cache"
bless=
[ "${1:-}" = --bless ] && { bless=1; shift; }

# One article per expression, and a line "article, first day, last day, source, grain, holiday, expression" of what is
# wanted: an empty day is an open end, "-" one that is not told.
mkdir "$work/articles"
awk -F '\t' -v to="$work/articles/" -v months="jan feb mar apr may jun jul aug sep oct nov dec" '
    function leap(y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) }
    function length_of(y, m) { return m == 2 ? 28 + leap(y) : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31 }
    function day(y, m, d) { return sprintf("%04d-%02d-%02d", y, m, d) }
    function plus(iso, n,    y, m, d) { # n small
        y = substr(iso, 1, 4) + 0; m = substr(iso, 6, 2) + 0; d = substr(iso, 9, 2) + n
        while (d < 1) { if (--m < 1) { m = 12; y-- } d += length_of(y, m) }
        while (d > length_of(y, m)) { d -= length_of(y, m); if (++m > 12) { m = 1; y++ } }
        return day(y, m, d)
    }
    function last(iso, grain,    y, m) {
        y = substr(iso, 1, 4) + 0; m = substr(iso, 6, 2) + 0
        if (grain == "Week") return plus(iso, 6)
        if (grain == "Month") return day(y, m, length_of(y, m))
        if (grain == "Quarter") return day(y, m + 2, length_of(y, m + 2))
        if (grain == "Year") return day(y, 12, 31)
        return iso
    }
    # "2012-08-10T00:00", "Sat Apr 18 2015", "August 15, 2021, 20:00"
    function reference(text,    n, i, part, y, m, d) {
        if (text ~ /^[0-9]+-[0-9]+-[0-9]+/) {
            m = substr(text, 6, 2) + 0
            return m > 12 ? day(substr(text, 1, 4), 12, substr(text, 9, 2)) : substr(text, 1, 10)
        }
        n = split(tolower(text), part, /[ ,]+/)
        for (i = 1; i <= n; i++)
            if (part[i] ~ /^[12][0-9][0-9][0-9]$/) y = part[i]
            else if (part[i] ~ /^[0-9][0-9]?$/) d = part[i]
            else if (!m && index(months, substr(part[i], 1, 3))) m = (index(months, substr(part[i], 1, 3)) + 3) / 4
        return day(y, m, d)
    }
    function article(published, from, to_day, source, grain, holiday, text,    file) {
        n++
        file = sprintf("%04d.txt", n)
        gsub(/^[ ]+|[ ]+$/, "", text)
        printf " date %s %s\n", published, text > (to file)
        close(to file)
        printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", file, from, to_day, source, grain, holiday, text
    }
    { sub(/\r$/, "") }
    FILENAME ~ /negative/ { article("2013-02-12", "none", "none", "negative", "", "", $0); next }
    FNR == 1 { next }
    FILENAME ~ /duckling/ {
        from = substr($4, 1, 10)
        if ($3 ~ /Interval/ && index($4, "/")) to_day = plus(substr($4, index($4, "/") + 1, 10), -1)
        else to_day = last(from, $5)
        if ($6 == "After") to_day = ""
        if ($6 == "Before") { to_day = plus(from, -1); from = "" }
        article(substr($1, 1, 10), from, to_day, "duckling " $2, $5, $7, $8)
        next
    }
    { article(reference($2), $5, $6 == "" ? "-" : $6, "chrono", "", "", $3) }
' "$dates/duckling_en.tsv" "$dates/chrono_en.tsv" "$dates/duckling_en_negative.txt" > "$work/wanted"
"$sideline" extract --quiet -r readings.rules -o "$work/out" "$work/articles" || { echo "0 passed, 1 failed"; exit 1; }

# "article, how it is read, first day, last day, source, grain, holiday, expression": right; or how the days lie beside
# the wanted ones: within, over, across, apart; pieces: more than one date; nothing.
awk -v out="$work/out/" '
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
    }
    function read(table,    line) {
        getline line < (out table ".csv")
        while ((getline line < (out table ".csv")) > 0) {
            cut(line); sub(/.*\//, "", cell[1])
            from[table, cell[1]] = cell[2]; to[table, cell[1]] = cell[3]; found[table, cell[1]]++
        }
    }
    function rank(word) { return index("nothing pieces apart across over within right", word) }
    function lies(f, t, want_from, want_to,    open_to) {
        if (want_to == "-") { if (f == want_from) return "right"; want_to = want_from }
        if (f == want_from && t == want_to) return "right"
        open_to = t == "" ? "9999" : t
        if (want_to == "") want_to = "9999"
        if (f <= want_from && want_to <= open_to) return "within"
        if (want_from <= f && open_to <= want_to) return "over"
        return open_to < want_from || want_to < f ? "apart" : "across"
    }
    BEGIN { FS = OFS = "\t"; n = split("past ahead near", tables, " "); for (i = 1; i <= n; i++) read(tables[i])
            while ((getline line < (out "mentions.csv")) > 0) { cut(line); sub(/.*\//, "", cell[1]); all[cell[1]]++ } }
    $2 == "none" { print $1, all[$1] ? "found" : "right", "", "", $4, $5, $6, $7; next }
    {
        best = "nothing"
        for (i = 1; i <= n; i++) {
            if (!found[tables[i], $1] || (from[tables[i], $1] to[tables[i], $1]) == "") continue
            how = all[$1] > 1 ? "pieces" : lies(from[tables[i], $1], to[tables[i], $1], $2, $3)
            if (rank(how) > rank(best)) { best = how; f = from[tables[i], $1]; t = to[tables[i], $1] }
        }
        print $1, best, best == "nothing" ? "" : f, best == "nothing" ? "" : t, $4, $5, $6, $7
    }' "$work/wanted" > "$work/read"

# Classes and counts.
awk -v bless="$bless" -v show="${1:-}" -v next_file="$work/classes" '
    BEGIN { FS = OFS = "\t" }
    FILENAME == "classes.tsv" {
        if ($0 ~ /^#/ || $0 == "") { kept[++lines] = $0; next }
        kept[++lines] = $0; class[++n] = $1; count[n] = $2; how[n] = $3; words[n] = $4; reason[n] = $5; at[lines] = n
        next
    }
    {
        source = $5; sub(/ .*/, "", source)
        total[source]++
        key = tolower(source "|" $5 "|" $6 "|" $7 "|" $8)
        name = "none"
        if ($2 == "right") { right[source]++; name = "right" }
        else for (i = 1; i <= n; i++) if ($2 ~ ("^(" how[i] ")$") && key ~ words[i]) { got[i]++; name = class[i]; break }
        if (name == "none" && show == "") { failed++; print "of no class: " $0 }
        if (show == name) print
    }
    END {
        for (i = 1; i <= n; i++) {
            if (got[i] + 0 == count[i]) passed++
            else if (!bless) { failed++; print "class " class[i] ": " got[i] + 0 ", not " count[i] }
        }
        for (i = 1; i <= lines; i++) {
            if (i in at) { k = at[i]; kept[i] = class[k] OFS got[k] + 0 OFS how[k] OFS words[k] OFS reason[k] }
            print kept[i] > next_file
        }
        printf "right: duckling %d of %d, chrono %d of %d, negatives %d of %d\n", right["duckling"], total["duckling"],
            right["chrono"], total["chrono"], right["negative"], total["negative"]
        print passed + 0 " passed, " failed + 0 " failed"
    }' classes.tsv "$work/read" > "$work/told"
[ -n "$bless" ] && cp "$work/classes" classes.tsv
cat "$work/told"
tail -n 1 "$work/told" | grep -q ' 0 failed$'
