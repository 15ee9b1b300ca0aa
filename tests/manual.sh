#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual is a suite: what rules/README.md shows is run, in a copy of the folder rules/: BUILD=build sh tests/manual.sh
#
#   ```rules            a rule file that must pass `sideline check`
#   ```rules fails E23  one that must not, with this error (the number may be missing)
#   ```text             an article for the rules above it; of 2024-03-06 unless it says a date itself
#   ```csv              the rows that must come out of it: all of them, in the columns that its head names
#   ```csv quotes       the same, of another table than the first
#   ```csv lists/x.csv  a file; `rules x.rules` and `text x.txt` are saved by their names too, for what comes behind
#   ```console          commands behind $, run in that folder; the lines below each must come out of it, in this order;
#                       ... in such a line stands for anything
set -u
cd "$(dirname "$0")/.."
build=${BUILD:-build}
case $build in /*) ;; *) build=$(pwd)/$build ;; esac
manual=${MANUAL:-rules/README.md}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/blocks" "$dir/bin" "$dir/run"
ln -s "$build/sideline" "$dir/bin/sideline"
cp -R rules/. "$dir/run/"
SIDELINE=$dir/bin/sideline
PATH=$dir/bin:$PATH
NO_COLOR=1
LC_ALL=C
XDG_CACHE_HOME=$dir/cache
export PATH NO_COLOR LC_ALL XDG_CACHE_HOME

# A file for each block, and the list of them: line, kind, what stands behind the kind.
awk -v dir="$dir/blocks" '
    !inside && /^```(rules|text|csv|console)( |$)/ {
        kind = $1; sub(/^```/, "", kind); rest = $0; sub(/^```[a-z]+ */, "", rest)
        out = sprintf("%s/%05d", dir, NR); printf "" > out
        print NR, kind, rest > (dir "/list"); inside = 1; next }
    !inside && /^```/ { inside = 2; next }
    inside && /^```$/ { if (inside == 1) close(out); inside = 0; next }
    inside == 1 { print > out }
    END { if (inside) { print NR, "open" > (dir "/list") } }' "$manual"
[ -e "$dir/blocks/list" ] || : > "$dir/blocks/list"

# Rows of a table in the columns that the head of another has, cell by cell, so that quoting does not matter.
cells() { # head-file < table
    awk -v headfile="$1" '
        function parse(text, row, n, i, c, quoted, cell, any) { # fills all[row, n]
            row = 1; n = 1; cell = ""; quoted = 0
            for (i = 1; i <= length(text); i++) {
                c = substr(text, i, 1)
                if (quoted && c == "\"" && substr(text, i + 1, 1) == "\"") { cell = cell c; i++ }
                else if (c == "\"") quoted = !quoted
                else if (quoted) cell = cell (c == "\n" ? " " : c)
                else if (c == ",") { all[row, n++] = cell; cell = "" }
                else if (c == "\n") { all[row, n] = cell; width[row] = n; row++; n = 1; cell = "" }
                else cell = cell c
            }
            return row - 1
        }
        BEGIN { getline head < headfile; columns = split(head, wanted, ",") }
        { text = text $0 "\n" }
        END {
            rows = parse(text)
            for (k = 1; k <= columns; k++) {
                at[k] = 0
                for (i = 1; i <= width[1]; i++) if (all[1, i] == wanted[k]) at[k] = i
                if (!at[k]) print "there is no column " wanted[k]
            }
            for (r = 2; r <= rows; r++) {
                line = ""
                for (k = 1; k <= columns; k++) line = line (k > 1 ? "\t" : "") all[r, at[k]]
                print line
            }
        }'
}

passed=0
failed=0
wrong() { # line, what, detail
    failed=$((failed + 1))
    printf '%s:%s: %s\n%s\n' "$manual" "$1" "$2" "$3"
}
right() { passed=$((passed + 1)); }

save() { # block, name: in the folder where everything is run
    case $2 in /* | *..*) return ;; esac
    mkdir -p "$(dirname "$dir/run/$2")" && cp "$1" "$dir/run/$2"
}

check_block() { # file
    said=$(cd "$dir/run" && "$SIDELINE" check "$1" 2>&1)
    status=$?
}

rules_block() { # line, block, file name or nothing
    rules=${3:-block.rules}
    save "$2" "$rules"
    check_block "$rules"
    if [ "$status" = 0 ]; then right; else wrong "$1" "this block should pass (status $status)" "$said"; fi
}

fails_block() { # line, block, number of the error or nothing
    save "$2" fails.rules
    check_block fails.rules
    case $status-$said in
    2-*"error $3"*) right ;;
    *) wrong "$1" "this block should fail ${3:+with $3 }(status $status)" "$said" ;;
    esac
}

rows_block() { # line, block, table
    if [ -z "$rules" ] || [ -z "$article" ]; then
        wrong "$1" "these rows have no rules and article above them" ""
        return
    fi
    [ -z "$3" ] || set -- "$1" "$2" "--table=$3"
    if ! (cd "$dir/run" && "$SIDELINE" extract -q --date 2024-03-06 -r "$rules" ${3:+"$3"} "$article") \
        > "$dir/got.csv" 2> "$dir/got.err"; then
        wrong "$1" "the article above cannot be read by the rules above it" "$(cat "$dir/got.err")"
        return
    fi
    cells "$2" < "$2" > "$dir/want"
    cells "$2" < "$dir/got.csv" > "$dir/got"
    if difference=$(diff -u "$dir/want" "$dir/got"); then right
    else wrong "$1" "other rows come out (- of the manual, + of the program)" "$(echo "$difference" | sed 1,3d)"; fi
}

# The lines below a command must come out of it, in their order; others may stand between them.
console_block() { # line, block
    (cd "$dir/run" && awk '
        function says(got, want, n, i, at, piece) { # the pieces between ... stand in it, in their order
            n = split(want, piece, /\.\.\./)
            if (n == 1) return got == want
            if (substr(got, 1, length(piece[1])) != piece[1]) return 0
            got = substr(got, length(piece[1]) + 1)
            for (i = 2; i < n; i++) {
                if (!(at = index(got, piece[i]))) return 0
                got = substr(got, at + length(piece[i]))
            }
            return length(got) >= length(piece[n]) && substr(got, length(got) - length(piece[n]) + 1) == piece[n]
        }
        function run() {
            if (command == "") return
            n = 0
            while (((command " 2>&1") | getline line) > 0) got[++n] = line
            close(command " 2>&1")
            at = 1
            for (i = 1; i <= wanted; i++) {
                found = 0
                for (k = at; k <= n && !found; k++)
                    if (says(got[k], expect[i])) { found = 1; at = k + 1 }
                if (found) continue
                bad = 1
                print "$ " command
                print "should say: " expect[i]
                for (k = 1; k <= n && k <= 40; k++) print "  " got[k]
                break
            }
        }
        /^\$ / { run(); command = substr($0, 3); wanted = 0; next }
        /^$/ { next }
        { expect[++wanted] = $0 }
        END { run(); exit bad }' "$2" > "$dir/said")
    if [ $? = 0 ]; then right; else wrong "$1" "a command says something else" "$(cat "$dir/said")"; fi
}

rules=
article=
pending= # an article without rows is a mistake: nothing holds it to anything
dangling() { [ -z "$pending" ] || wrong "$pending" "this article has no rows below it" ""; pending=; }
while read -r line kind rest; do
    block=$dir/blocks/$(printf %05d "$line")
    case $kind-$rest in
    rules-fails*) dangling; number=${rest#fails}; fails_block "$line" "$block" "${number# }" ;;
    rules-*) dangling; case $article in block.txt) article= ;; esac; rules_block "$line" "$block" "$rest" ;;
    text-*.*) dangling; article=$rest; save "$block" "$rest" ;;
    text-*) dangling; article=block.txt; pending=$line; save "$block" "$article" ;;
    csv-*.csv) save "$block" "$rest" ;;
    csv-*) pending=; rows_block "$line" "$block" "$rest" ;;
    console-*) console_block "$line" "$block" ;;
    *) wrong "$line" "the last block has no end" "" ;;
    esac
done < "$dir/blocks/list"
dangling

# A manual without examples would pass for ever.
[ "$passed" -gt 0 ] || [ "$failed" -gt 0 ] || { echo "$manual has no \`\`\`rules blocks"; failed=1; }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
