#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual is a suite: each ```rules block of rules/README.md is a rule file of its own that must pass
# `sideline check`, and each ```rules fails block one that must not: BUILD=build sh tests/manual.sh
# A block finds rules/words.rules and the lists beside it, as a file in rules/ does.
set -u
cd "$(dirname "$0")/.."
SIDELINE=${BUILD:-build}/sideline
manual=rules/README.md
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp rules/words.rules "$dir/"
cp -R rules/lists "$dir/"
passed=0
failed=0

# LINE.good.rules and LINE.bad.rules, so that names sort as the blocks stand.
awk -v dir="$dir" '
    /^```rules$/ { out = sprintf("%s/%05d.good.rules", dir, NR); next }
    /^```rules fails$/ { out = sprintf("%s/%05d.bad.rules", dir, NR); next }
    /^```/ { if (out) close(out); out = ""; next }
    out { print > out }' "$manual"

for block in "$dir"/[0-9]*.rules; do
    [ -e "$block" ] || break
    name=$(basename "$block" .rules)
    line=$(echo "${name%.*}" | sed 's/^0*//')
    said=$("$SIDELINE" check "$block" 2>&1)
    status=$?
    case $name-$status in
    *.good-0 | *.bad-2) passed=$((passed + 1)); continue ;;
    *.good-*) wanted='should pass' ;;
    *) wanted='should fail' ;;
    esac
    failed=$((failed + 1))
    printf '%s:%s: this block %s (status %s)\n%s\n' "$manual" "$line" "$wanted" "$status" "$said"
done

# A manual without examples would pass for ever.
[ "$passed" -gt 0 ] || [ "$failed" -gt 0 ] || { echo "$manual has no \`\`\`rules blocks"; failed=1; }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
