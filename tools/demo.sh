#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What sideline makes of the articles in corpus/: all tables in build/demo, and some of their columns on the screen.
set -eu
BUILD=${BUILD:-build}
rm -rf "$BUILD/demo"
"$BUILD/sideline" extract -o "$BUILD/demo" corpus/articles

# Rows of a table as lines of a screen: show TABLE ROWS COLUMN:WIDTH...
show() {
    table=$1
    rows=$2
    shift 2
    echo
    echo "$BUILD/demo/$table.csv: $(($(wc -l < "$BUILD/demo/$table.csv") - 1)) rows, the first $rows:"
    # Between tabs no cell of ours needs quotation marks but those that hold one.
    "$BUILD/sideline" extract -q --table "$table" --delimiter '\t' corpus/articles | awk -F '\t' -v most="$rows" -v wanted="$*" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(wanted, column, " ") }
        NR > most + 1 { exit }
        {
            line = ""
            for (i = 1; i <= n; i++) {
                split(column[i], part, ":")
                cell = $(at[part[1]])
                if (cell ~ /^"/) { gsub(/^"|"$/, "", cell); gsub(/""/, "\"", cell) }
                if (length(cell) > part[2]) cell = substr(cell, 1, part[2] - 1) "~"
                line = line sprintf("%-" part[2] "s ", cell)
            }
            print "  " line
        }'
}
show injuries 8 player:18 injury:24 area:12 status:9 injured_from:12 return_to:10 quote:26
show quotes 8 quote:60 speaker:18 role:8 cue:8
