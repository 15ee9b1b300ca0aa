#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# tools/floors.sh bites: a house in order is let pass, and each kind of disorder is found, named and refused.
# And the house itself is in order.
set -u
cd "$(dirname "$0")/.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

build_house() {
    rm -rf "$dir/extractor"
    mkdir -p "$dir/extractor/base" "$dir/extractor/adapt" "$dir/extractor/text" "$dir/extractor/token" \
        "$dir/extractor/run" "$dir/extractor/cli"
    echo '#include <string.h>' > "$dir/extractor/base/str.h"
    printf '#include <pcre2.h>\n#include "base/str.h"\n' > "$dir/extractor/adapt/regex.c"
    echo '#include "adapt/regex_p.h"' >> "$dir/extractor/adapt/regex.c"
    : > "$dir/extractor/adapt/regex_p.h"
    echo '#include "base/str.h"' > "$dir/extractor/text/text.h"
    echo '#include "text/text.h"' > "$dir/extractor/token/tokens.c"
    echo '#include <stddef.h>' > "$dir/extractor/run/sideline.h"
    echo '#include "run/sideline.h"' > "$dir/extractor/run/tools.h"
    printf '#include "run/sideline.h"\n#include "run/tools.h"\n#include "cli/main.h"\n' > "$dir/extractor/cli/main.c"
    : > "$dir/extractor/cli/main.h"
}

expect() { # name, what must be printed (empty: exit 0 and nothing)
    said=$(sh tools/floors.sh "$dir/extractor")
    status=$?
    if { [ -z "$2" ] && [ "$status" = 0 ] && [ -z "$said" ]; } ||
        { [ -n "$2" ] && [ "$status" = 1 ] && [ "$said" = "$2" ]; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'floors: %s\n  wanted: %s\n  got:    %s (status %s)\n' "$1" "$2" "$said" "$status"
    fi
}

disorder() { # file, line, what must be printed
    build_house
    echo "$2" > "$dir/extractor/$1"
    expect "$1: $2" "extractor/$1$3"
}

build_house
expect 'in order' ''
disorder text/up.c '#include "token/tokens.h"' ':1: "token/tokens.h" is above text/'
disorder text/lib.c '#  include <unicode/utypes.h>' ':1: <unicode/utypes.h> is for adapt/ only'
disorder cli/deep.c '#include "base/str.h"' ':1: "base/str.h": cli/ knows run/sideline.h and run/tools.h only'
disorder text/private.c '#include "adapt/regex_p.h"' ':1: "adapt/regex_p.h" is private to adapt/'
disorder text/bare.c '#include "text.h"' ':1: "text.h" without its floor'
disorder text/cellar.c '#include "cellar/wine.h"' ':1: "cellar/wine.h": no floor is called "cellar"'
disorder run/sideline.h '#include "base/str.h"' ':1: "base/str.h": the public header stands alone'
disorder text/regex.c 'int x;' ': adapt/ has a file of that name'

said=$(sh tools/floors.sh extractor)
if [ -z "$said" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); printf '%s\n' "$said"; fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
