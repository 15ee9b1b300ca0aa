#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Does `sideline whynot` name the true reason? The near misses of near-misses.txt: BUILD=build sh tests/whynot/run.sh
#
# A case is a block of lines, ended by a blank line:
#   case:   what it is about; begins a block
#   rules:  the rule file, beside the table; `built-in` for the football rules. Goes on for the cases below
#   text:   the article of 2024-03-06; each more such line is a paragraph more
#   rule:   the rule that is asked about; without it the closest rules are asked for
#   first:  the rule that the answer tells of first
#   says:   words that must stand in a line of the answer; any number of these
#   silent: words that must not stand in it
# The last line is "N passed, M failed".
set -u
cd "$(dirname "$0")" || exit 2
build=${BUILD:-build}
case $build in /*) ;; *) build=$(cd ../.. && pwd)/$build ;; esac
sideline=${SIDELINE:-$build/sideline}
table=${TABLE:-near-misses.txt}
[ -x "$sideline" ] || { echo "no program: $sideline"; echo "0 passed, 1 failed"; exit 1; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C NO_COLOR=1
passed=0
failed=0
rules=near.rules
case=

begin() { # the case's name
    case=$1
    rule=
    first=
    : > "$work/text"
    : > "$work/says"
    : > "$work/silent"
}

complain() { # what is wrong
    [ "$good" = 0 ] || printf 'failed: %s\n' "$case"
    good=0
    printf '  %s\n' "$1"
}

# Each line of says and silent, held against the answer; then the first rule, the first line that is two blanks and a name.
judge() {
    [ -s "$work/says" ] || complain "the case wants nothing"
    while IFS= read -r words; do
        grep -qF -e "$words" "$work/answer" || complain "does not say: $words"
    done < "$work/says"
    while IFS= read -r words; do
        grep -qF -e "$words" "$work/answer" && complain "says: $words"
    done < "$work/silent"
    told=$(sed -nE 's/^  ([^ ]+) \(.*:[0-9]+\)$/\1/p' "$work/answer" | head -n 1)
    [ -z "$first" ] || [ "$told" = "$first" ] || complain "the first rule is $told, not $first"
}

end() {
    [ -n "$case" ] || return 0
    good=1
    set -- whynot --date 2024-03-06
    [ "$rules" = built-in ] || set -- "$@" -r "$rules"
    "$sideline" "$@" - $rule < "$work/text" > "$work/answer" 2>&1 || complain "exit status $?"
    judge
    if [ "$good" = 1 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        sed 's/^/    /' "$work/answer"
    fi
    case=
}

while IFS= read -r line || [ -n "$line" ]; do
    text=${line#*: }
    case $line in
    '#'*) ;;
    '') end ;;
    'case: '*) end; begin "$text" ;;
    'rules: '*) rules=$text ;;
    'text: '*) [ -s "$work/text" ] && echo >> "$work/text"; printf '%s\n' "$text" >> "$work/text" ;;
    'rule: '*) rule=$text ;;
    'first: '*) first=$text ;;
    'says: '*) printf '%s\n' "$text" >> "$work/says" ;;
    'silent: '*) printf '%s\n' "$text" >> "$work/silent" ;;
    *) begin "$table"; good=1; complain "unknown line: $line"; failed=$((failed + 1)); case= ;;
    esac
done < "$table"
end
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
