#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Golden cases: the command run as a user runs it, and all that comes out compared.
#
#   BUILD=build sh tests/golden/run.sh [--bless] [area[/case]]...
#
# A case is a folder tests/golden/AREA/CASE with
#   args       the arguments, as one would type them in a shell; $RULES is small.rules, < and | are allowed
#   script     instead of args, where one command is not enough: a shell script; "$SIDELINE" is the program,
#              $UNPRIVILEGED "$SIDELINE" runs it as a user who may not do everything, $CORPUS is corpus/articles;
#              exit 77 skips the case
#   input/     copied into a new folder, in which all this runs
#   setup      a shell script run there first, for what git cannot keep (pipes, links, 50 MB); exit 77 skips the case
#   expected/  stdout, stderr, and below out/ the files of the folder or file called out; what is missing is empty
#   status     the exit status; missing: 0
#
# datapackage.json and csv-metadata.json tell of the tables only: they are compared in command/all-tables alone;
# .sideline-articles and .sideline-journal, which hold checksums, in scripts that run the command twice.
# Before comparing, versions of libraries and the digest of the rules become "*": they differ between machines.
# --bless shows each difference and takes it over. The last line is "N passed, M failed".
set -u
cd "$(dirname "$0")" || exit 2
here=$(pwd)
build=${BUILD:-build}
case $build in /*) ;; *) build=$(cd ../.. && pwd)/$build ;; esac
[ -x "$build/sideline" ] || { echo "no program: $build/sideline"; echo "0 passed, 1 failed"; exit 1; }
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Copies, so that a user without rights can reach them and nobody builds a new program in the middle.
chmod 755 "$work"
cp small.rules "$work/" && cp "$build/sideline" "$work/sideline" || exit 2
SIDELINE=$work/sideline
RULES=../small.rules
UNPRIVILEGED=
if [ "$(id -u)" = 0 ]; then UNPRIVILEGED='setpriv --reuid=65534 --regid=65534 --clear-groups'; fi
CORPUS=$(cd ../../corpus/articles && pwd)
export SIDELINE RULES UNPRIVILEGED CORPUS
export LC_ALL=C NO_COLOR=1 XDG_CACHE_HOME="$work/cache"

bless=
[ "${1:-}" = --bless ] && { bless=1; shift; }
passed=0
failed=0
skipped=0

# Runs the case in $work/run and leaves what came out in $work/got. 77: skipped.
run_case() {
    chmod -R u+rwx "$work" 2>/dev/null
    rm -rf "$work/run" "$work/got" "$work/cache"
    mkdir "$work/run" "$work/got"
    [ -d "$1/input" ] && cp -R "$1/input/." "$work/run/"
    cd "$work/run" || exit 2
    if [ -f "$here/$1/setup" ]; then
        sh "$here/$1/setup" > "$work/setup.log" 2>&1 || { status=$?; cd "$here"; return $status; }
    fi
    if [ -f "$here/$1/script" ]; then
        sh "$here/$1/script" > "$work/got/stdout" 2> "$work/got/stderr" < /dev/null
        status=$?
        [ "$status" != 77 ] || { cd "$here"; return 77; }
    else
        (eval "\"\$SIDELINE\" $(cat "$here/$1/args")") > "$work/got/stdout" 2> "$work/got/stderr" < /dev/null
        status=$?
    fi
    cd "$here" || exit 2
    [ "$status" = 0 ] || echo "$status" > "$work/got/status"
    [ -e "$work/run/out" ] && cp -R "$work/run/out" "$work/got/out"
    rm -f "$work/got/out/.sideline-articles" "$work/got/out/.sideline-journal"
    [ "$1" = command/all-tables ] || rm -f "$work/got/out/datapackage.json" "$work/got/out/csv-metadata.json"
    sed_names='s/("(digest|sideline|PCRE2|ICU|utf8proc|libxml2|libarchive|SQLite|libxlsxwriter|Unicode of [A-Za-z0-9]*)": )"[^"]*"/\1"*"/'
    if [ -f "$work/got/out/run.json" ]; then
        sed -E "$sed_names" "$work/got/out/run.json" > "$work/run.json" && mv "$work/run.json" "$work/got/out/run.json"
    fi
    find "$work/got" -type f -size 0 -exec rm {} +
    return 0
}

# What is expected, in the same shape.
lay_out_expected() {
    rm -rf "$work/want"
    mkdir "$work/want"
    [ -d "$1/expected" ] && cp -R "$1/expected/." "$work/want/"
    [ -f "$1/status" ] && cp "$1/status" "$work/want/status"
}

take_over() {
    rm -rf "$1/expected" "$1/status"
    [ -f "$work/got/status" ] && mv "$work/got/status" "$1/status"
    [ -n "$(ls -A "$work/got")" ] && mv "$work/got" "$1/expected"
    return 0
}

one_case() {
    run_case "$1"
    case $? in
    0) ;;
    77) skipped=$((skipped + 1)); echo "skipped: $1"; return ;;
    *) failed=$((failed + 1)); echo "failed: $1: its setup:"; cat "$work/setup.log"; return ;;
    esac
    lay_out_expected "$1"
    if difference=$(cd "$work" && diff -ruN want got); then
        passed=$((passed + 1))
        return
    fi
    if [ -n "$bless" ]; then
        printf 'blessed: %s\n%s\n' "$1" "$difference"
        take_over "$1"
        passed=$((passed + 1))
    else
        printf 'failed: %s\n%s\n' "$1" "$difference"
        failed=$((failed + 1))
    fi
}

[ $# -gt 0 ] || set -- */
for wanted; do
    for file in $(find "${wanted%/}" \( -name args -o -name script \) -type f | LC_ALL=C sort); do
        one_case "$(dirname "$file")"
    done
done
[ "$skipped" = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
