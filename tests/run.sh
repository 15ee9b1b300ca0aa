#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs tests and counts every single one: BUILD=build sh tests/run.sh all|unit|golden|rule-errors|domains|whynot|phrases|jobs|rules
# The last line is "N passed, M failed"; exit 1 if M is not 0.
set -u
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
what=${1:-all}
passed=0
failed=0

count() { # name, passed, failed
    printf '%-8s %s passed, %s failed\n' "$1" "$2" "$3"
    passed=$((passed + $2))
    failed=$((failed + $3))
}

# A suite that prints "N passed, M failed" as its last line. One that ends otherwise has failed as a whole.
suite() { # name, command...
    name=$1
    shift
    out=$("$@" 2>&1)
    status=$?
    last=$(printf '%s\n' "$out" | tail -n 1)
    counts=$(printf '%s\n' "$last" | sed -nE 's/.*\b([0-9]+) passed, ([0-9]+) failed.*/\1 \2/p')
    if [ -z "$counts" ]; then
        printf '%s\n' "$out" | sed 's/^/  /'
        count "$name" 0 1
        return
    fi
    # shellcheck disable=SC2086
    set -- $counts
    if [ "$status" != 0 ] || [ "$2" != 0 ]; then printf '%s\n' "$out" | sed '$d; s/^/  /'; fi
    [ "$status" = 0 ] || [ "$2" != 0 ] || set -- "$1" 1
    count "$name" "$1" "$2"
}

# A program of cmocka; it prints TAP. One that dies in the middle counts as one failure more.
unit_program() {
    out=$(CMOCKA_MESSAGE_OUTPUT=TAP "$1" 2>&1)
    status=$?
    good=$(printf '%s\n' "$out" | grep -c '^ok ')
    bad=$(printf '%s\n' "$out" | grep -c '^not ok ')
    planned=$(printf '%s\n' "$out" | sed -n 's/^1\.\.\([0-9]*\)$/\1/p' | awk '{ n += $1 } END { print n + 0 }')
    if [ "$bad" = 0 ] && { [ "$status" != 0 ] || [ "$good" = 0 ] || [ "$good" != "$planned" ]; }; then bad=1; fi
    [ "$bad" = 0 ] || printf '%s\n' "$1:" "$out"
    unit_good=$((unit_good + good))
    unit_bad=$((unit_bad + bad))
}

run_unit() { # name...: all of them where none is given
    unit_good=0
    unit_bad=0
    [ $# -gt 0 ] || set -- $(basename -s .c tests/unit/test_*.c)
    for name; do
        unit_program "$BUILD/tests/$name"
    done
    count unit "$unit_good" "$unit_bad"
}

run_golden() { suite golden env BUILD="$BUILD" sh tests/golden/run.sh "$@"; }
run_rule_errors() { suite rule-errors env BUILD="$BUILD" sh tests/rule-errors/run.sh; }
run_domains() { suite domains env BUILD="$BUILD" sh tests/domains/run.sh; }
run_phrases() { suite phrases env BUILD="$BUILD" sh tests/phrases/run.sh; }
run_whynot() { suite whynot env BUILD="$BUILD" sh tests/whynot/run.sh; }
run_rules() {
    suite rules "$BUILD/sideline" check
    if "$BUILD/sideline" check 2>/dev/null | grep -q '; 0 warnings$'; then count warnings 1 0; else count warnings 0 1; fi
}

case $what in
unit) run_unit ;;
golden) run_golden ;;
rule-errors) run_rule_errors ;;
domains) run_domains ;;
whynot) run_whynot ;;
phrases) run_phrases ;;
jobs)
    run_unit test_job test_journal
    run_golden command/threads command/no-gate command/interrupted command/resume command/changed in/threads in/archive-bombs
    ;;
rules) run_rules ;;
all)
    run_unit
    run_golden
    run_rules
    suite manual env BUILD="$BUILD" sh tests/manual.sh
    run_rule_errors
    run_domains
    run_phrases
    run_whynot
    suite dates env BUILD="$BUILD" sh tests/dates/run.sh
    suite score env BUILD="$BUILD" sh tests/score.sh
    suite completions env BUILD="$BUILD" sh tests/completions.sh
    suite floors sh tests/floors.sh
    suite lists sh tests/lists.sh
    suite bench env BUILD="$BUILD" sh tests/bench.sh
    ;;
*) echo "run.sh: all, unit, golden, rule-errors, domains, phrases, whynot, jobs or rules, not $what" >&2; exit 2 ;;
esac
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
