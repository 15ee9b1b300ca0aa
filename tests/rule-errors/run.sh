#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a rule file's author is told: rule files with mistakes, and the exact messages, carets included.
#
#   BUILD=build sh tests/rule-errors/run.sh [--bless] [case]...
#
# A case is a folder tests/rule-errors/CASE with
#   rules.rules   checked by `sideline check rules.rules`, inside a copy of the folder
#   *             the files that it uses
#   setup         a shell script run there first, for what git cannot keep (a folder as a list, a file of 5 MB)
#   expected      standard error, then a line "exit STATUS"
#
# --bless shows each difference and takes it over. The last line is "N passed, M failed".
set -u
cd "$(dirname "$0")" || exit 2
build=${BUILD:-build}
case $build in /*) ;; *) build=$(cd ../.. && pwd)/$build ;; esac
SIDELINE=$build/sideline
export LC_ALL=C NO_COLOR=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

bless=
[ "${1:-}" = --bless ] && { bless=1; shift; }
passed=0
failed=0

# Leaves what came out in $work/got. A case that hangs is killed, and fails.
run_case() {
    rm -rf "$work/run"
    cp -R "$1" "$work/run" || return 1
    rm -f "$work/run/expected"
    if [ -f "$work/run/setup" ]; then
        (cd "$work/run" && sh ./setup) > "$work/got" 2>&1 || return 1
        rm -f "$work/run/setup"
    fi
    (cd "$work/run" && timeout -s KILL 60 "$SIDELINE" check rules.rules 2> "$work/got" > "$work/stdout" < /dev/null)
    echo "exit $?" >> "$work/got"
}

one_case() {
    if ! run_case "$1"; then
        failed=$((failed + 1))
        echo "failed: $1: its setup:"
        cat "$work/got"
        return
    fi
    [ -f "$1/expected" ] && cp "$1/expected" "$work/want" || : > "$work/want"
    if difference=$(diff -u "$work/want" "$work/got"); then
        passed=$((passed + 1))
    elif [ -n "$bless" ]; then
        printf 'blessed: %s\n%s\n' "$1" "$difference"
        cp "$work/got" "$1/expected"
        passed=$((passed + 1))
    else
        printf 'failed: %s\n%s\n' "$1" "$difference"
        failed=$((failed + 1))
    fi
}

[ -x "$SIDELINE" ] || { echo "no program: $SIDELINE"; echo "0 passed, 1 failed"; exit 1; }
if [ $# -eq 0 ]; then
    set -- */
fi
for wanted; do
    one_case "${wanted%/}"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
