#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Assembler source that holds files as they are: sh tools/embed.sh rules/a.rules rules/lists/b.csv > builtin.S
#
#   sl_builtin_files   { const char *name, *begin, *end; }[]   name: the path below rules/
#   sl_builtin_count   size_t
#
# For gcc and clang on x86-64 and aarch64. Paths are relative to the folder in which the assembler runs.
set -eu

echo '/* Made by tools/embed.sh. */'
echo '.section .rodata'
n=0
for file; do
    case $file in
    *[\"\\]*) echo "embed.sh: no quotation marks or backslashes in names: $file" >&2; exit 2 ;;
    esac
    [ -r "$file" ] || { echo "embed.sh: cannot read $file" >&2; exit 2; }
    echo ".Lname$n: .asciz \"${file#*rules/}\""
    echo ".Lbegin$n: .incbin \"$file\""
    echo ".Lend$n: .byte 0"
    n=$((n + 1))
done

# Pointers are relocated when the program is loaded, so the table cannot be in a section that is only read.
echo '.section .data.rel.ro,"aw"'
echo '.balign 8'
echo '.globl sl_builtin_files'
echo '.type sl_builtin_files, %object'
echo 'sl_builtin_files:'
i=0
while [ $i -lt $n ]; do
    echo ".quad .Lname$i, .Lbegin$i, .Lend$i"
    i=$((i + 1))
done
[ $n -gt 0 ] || echo '.quad 0, 0, 0'
echo '.size sl_builtin_files, . - sl_builtin_files'
echo '.globl sl_builtin_count'
echo '.type sl_builtin_count, %object'
echo "sl_builtin_count: .quad $n"
echo '.size sl_builtin_count, 8'
echo '.section .note.GNU-stack,"",%progbits'
