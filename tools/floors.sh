#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Is the house still in order? sh tools/floors.sh [extractor]
#
# Each file of a floor includes its own floor or lower ones; only adapt/ includes the headers of other projects; cli/
# includes the public header, the one of the tools and its own floor, and the public header nothing of ours; file names
# are unique; what ends in _p.h stays on its floor. Prints each violation; exit 1 if there is one.
set -eu
cd "${1:-extractor}"

files=$(find . -name '*.[ch]' | sed 's,^\./,,' | LC_ALL=C sort)

violations=$(
    # shellcheck disable=SC2086
    awk '
    BEGIN {
        n = split("base adapt source text token rule match find record output run cli", floors, " ")
        for (i = 1; i <= n; i++) rank[floors[i]] = i
        ours = "^(assert|ctype|errno|fcntl|float|inttypes|iso646|limits|math|poll|pthread|dirent|setjmp|signal|stdalign|" \
               "stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|time|unistd|" \
               "sys/[a-z]+|sanitizer/[a-z_]+)\\.h$"
    }
    function say(what) { printf "extractor/%s:%d: %s\n", FILENAME, FNR, what }
    FNR == 1 { split(FILENAME, part, "/"); floor = part[1] }
    FNR == 1 && !(floor in rank) { say("no floor is called \"" floor "\"") }
    !/^[ \t]*#[ \t]*include/ { next }
    { name = $0; sub(/^[^<"]*[<"]/, "", name); sub(/[>"].*$/, "", name) }
    /</ {
        if (floor != "adapt" && name !~ ours) say("<" name "> is for adapt/ only")
        next
    }
    {
        slash = index(name, "/")
        to = substr(name, 1, slash - 1)
        if (!slash) say("\"" name "\" without its floor")
        else if (!(to in rank)) say("\"" name "\": no floor is called \"" to "\"")
        else if (rank[to] > rank[floor]) say("\"" name "\" is above " floor "/")
        else if (floor == "cli" && to != "cli" && name !~ /^run\/(sideline|tools)\.h$/)
            say("\"" name "\": cli/ knows run/sideline.h and run/tools.h only")
        else if (name ~ /_p\.h$/ && to != floor) say("\"" name "\" is private to " to "/")
        if (FILENAME == "run/sideline.h") say("\"" name "\": the public header stands alone")
    }' $files
    printf '%s\n' $files | awk -F/ '
        $NF in seen { printf "extractor/%s: %s has a file of that name\n", $0, seen[$NF] }
        { seen[$NF] = $1 "/" }'
)

[ -z "$violations" ] && exit 0
printf '%s\n' "$violations"
exit 1
