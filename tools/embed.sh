#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Assembler source that holds files as they are: sh tools/embed.sh NAME FOLDER FILE... > NAME.S
#
#   sh tools/embed.sh builtin rules rules/a.rules rules/lists/b.csv
#
#   sl_builtin_files   { const char *name, *begin, *end; }[]   name: the path below the folder
#   sl_builtin_count   size_t
#
# For gcc and clang on x86-64 and aarch64. Paths are relative to the folder in which the assembler runs.
set -eu

name=sl_$1
folder=$2
shift 2
echo '/* Made by tools/embed.sh. */'
echo '.section .rodata'
n=0
for file; do
    case $file in
    *[\"\\]*) echo "embed.sh: no quotation marks or backslashes in names: $file" >&2; exit 2 ;;
    esac
    [ -r "$file" ] || { echo "embed.sh: cannot read $file" >&2; exit 2; }
    echo ".Lname$n: .asciz \"${file#"$folder"/}\""
    echo '.balign 16'
    echo ".Lbegin$n: .incbin \"$file\""
    echo ".Lend$n: .byte 0"
    n=$((n + 1))
done

# Pointers are relocated when the program is loaded, so the table cannot be in a section that is only read.
echo '.section .data.rel.ro,"aw"'
echo '.balign 8'
echo ".globl ${name}_files"
echo ".type ${name}_files, %object"
echo "${name}_files:"
i=0
while [ $i -lt $n ]; do
    echo ".quad .Lname$i, .Lbegin$i, .Lend$i"
    i=$((i + 1))
done
[ $n -gt 0 ] || echo '.quad 0, 0, 0'
echo ".size ${name}_files, . - ${name}_files"
echo ".globl ${name}_count"
echo ".type ${name}_count, %object"
echo "${name}_count: .quad $n"
echo ".size ${name}_count, 8"
echo '.section .note.GNU-stack,"",%progbits'
