# SPDX-License-Identifier: Apache-2.0
"""Every pattern over every paragraph: python_re.py PATTERNS TEXT"""
import re
import sys

patterns = [re.compile(line.rstrip("\n")) for line in open(sys.argv[1], encoding="utf-8")]
hits = 0
for line in open(sys.argv[2], encoding="utf-8"):
    for p in patterns:
        hits += sum(1 for _ in p.finditer(line))
print(hits)
