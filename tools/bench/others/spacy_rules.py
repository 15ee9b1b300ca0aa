# SPDX-License-Identifier: Apache-2.0
"""A blank spaCy pipeline: sentences, EntityRuler with a list of names, Matcher: spacy_rules.py NAMES TEXT"""
import csv
import os
import re
import sys

import spacy
from spacy.matcher import Matcher

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from rules import PARTS, STATES, TROUBLES, VERBS  # noqa: E402

nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
ruler = nlp.add_pipe("entity_ruler")
names = [row["name"] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))]
ruler.add_patterns([{"label": "PLAYER", "pattern": n} for n in names])
matcher = Matcher(nlp.vocab)
parts = [p.lower() for p in PARTS]
for i in range(0, len(parts), 2):
    two = {"LOWER": {"IN": parts[i:i + 2]}}
    matcher.add(f"harm{i}", [[{"ENT_TYPE": "PLAYER"}, {"OP": "{0,4}"}, {"LOWER": {"IN": VERBS}},
                              {"LOWER": {"IN": ["his", "her", "a", "the"]}},
                              {"LOWER": {"IN": ["left", "right"]}, "OP": "?"}, two]])
    matcher.add(f"trouble{i}", [[two, {"LOWER": {"IN": TROUBLES}}]])
for i, s in enumerate(STATES):
    matcher.add(f"state{i}", [[{"LOWER": w} for w in s.split()]])
text = open(sys.argv[2], encoding="utf-8").read()
hits = 0
for article in re.split(r"(?m)^(?= date \d{4}-)", text):
    doc = nlp(article)
    hits += len(doc.ents) + len(matcher(doc))
print(hits)
