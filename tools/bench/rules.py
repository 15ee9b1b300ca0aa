# SPDX-License-Identifier: Apache-2.0
"""Rules, patterns and lists of the bench, made from the words of its articles: the same for the same seed.

write_rules: n rules as a rule file; the first 30 of 300 are those of 30. Later rules hold fewer words that the news
has, as later rules do: of rule i the share is 1 / (1 + i / 100), at least a twentieth; the other words are invented.
write_patterns: the same rules as plain regular expressions, for programs that know no names.
write_gate: the real words of all rules.
write_names: n different names, made as those of the articles are, so that some are in both.
"""
import random

VERBS = """tore tears broke breaks hurt injured twisted damaged strained fractured ruptured sprained pulled bruised
dislocated aggravated tweaked jarred gashed popped snapped wrenched""".split()
PARTS = """knee ankle hamstring groin calf shoulder foot thigh hip back Achilles wrist elbow rib toe shin neck finger
heel collarbone quad adductor jaw cheekbone""".split()
TROUBLES = """injury strain problem sprain tear fracture complaint knock virus illness concussion hernia break
spasm infection setback surgery operation""".split()
STATES = ["ruled out", "sidelined", "carried off", "limped off", "out for", "doubtful", "pulled out",
          "back in training", "faces a race", "on crutches", "not be risked", "withdrawn", "stretchered off",
          "underwent", "recovering from", "shaken off", "stepped up his recovery", "unavailable"]
UNITS = ["weeks", "months", "days", "a month", "a fortnight", "the season"]

NAME = r"(?:[A-Z][\w'-]+ ){0,2}[A-Z][\w'-]+"


def read_words(path):
    lists, name = {}, None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("@"):
            name = line[1:].split(" ")[0]
            lists[name] = []
        elif line and not line.startswith("#"):
            lists[name] += line.split(" | ")
    return lists


def invented(words, rng):
    return (rng.choice(words["sura"]) + rng.choice(words["surb"])).lower() + rng.choice(["ed", "ing", "itis", "al"])


def choices(known, share, words, rng):
    picked = [rng.choice(known) if rng.random() < share else invented(words, rng) for _ in range(rng.randint(2, 4))]
    return "|".join(dict.fromkeys(p if p == "Achilles" else p.lower() for p in picked))


def make_rules(words, n):
    """Each rule as a list of pieces: ("text", regex), ("player",), ("gap", words)."""
    rng = random.Random(17)
    side = r"(?:his|her|a|the|an) (?:left |right )?"
    for i in range(n):
        share = max(1 / (1 + i / 100), 0.05)

        def of(known):
            return "(?:" + choices(known, share, words, rng) + ")"
        kind = rng.random()
        player, gap = ("player",), ("gap", rng.choice([2, 4, 6, 8]))
        if kind < 0.35:
            yield [player, gap, ("text", f"{of(VERBS)} {side}{of(PARTS)}")]
        elif kind < 0.6:
            yield [player, gap, ("text", f"{of(PARTS)} {of(TROUBLES)}")]
        elif kind < 0.75:
            yield [player, gap, ("text", f"{of(STATES)}(?: with| after)?(?: {of(PARTS)})?")]
        elif kind < 0.85:
            yield [("text", f"{of(TROUBLES)}(?: to| for)?"), ("gap", 4), player]
        elif kind < 0.95:
            yield [player, gap, ("text", rf"{of(STATES)}(?: for)? (?:\w+ ){{0,3}}{of(UNITS)}")]
        else:
            yield [player, gap, ("text", of(PARTS)), ("gap", 3), ("text", of(VERBS))]


def write_rules(path, words, n, names, shared):
    """names: the CSV whose people are the players; shared: the rule file with the words of the language."""
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"sideline: 1\nuse: {shared}\nlist known: {names} match name needs capital\nperson player: {{known}}\n")
        f.write("table facts: article, published, player, evidence, line, start, end, rules\n"
                "  needs: player\n  one row per: player, rules\n")
        for i, rule in enumerate(make_rules(words, n)):
            f.write(f"rule made.r{i} -> facts\n  match: ")
            for kind, *what in rule:
                f.write(what[0] if kind == "text" else "{player}" if kind == "player" else f"{{gap {what[0]}}}")
            f.write("\n")


def plain(rule):
    """The same without the program's names and folding: capitals only in names."""
    out = ""
    for kind, *what in rule:
        if kind == "player":
            out += NAME
        elif kind == "gap":
            out += rf"\W+(?:\w+\W+){{0,{what[0]}}}?"
        else:
            out += f"(?i:{what[0]})"
    return rf"\b{out}\b"


def write_patterns(path, words, n):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(plain(r) + "\n" for r in make_rules(words, n))


def write_gate(path):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(w + "\n" for w in sorted({*VERBS, *PARTS, *TROUBLES, *STATES}))


def write_names(path, words, n):
    rng, seen = random.Random(19), set()
    a, b, c, d = (words[k] for k in ("sura", "surb", "surc", "surd"))
    given = words["given"]
    with open(path, "w", encoding="utf-8") as f:
        f.write("name\n")
        while len(seen) < n:
            kind = rng.random()
            last = rng.choice(a) + rng.choice(b) if kind < 0.6 else rng.choice(c) + rng.choice(d)
            if kind > 0.8:
                last = rng.choice(a) + rng.choice(b) + "-" + last
            name = given[min(rng.randrange(len(given)) for _ in range(3))] + " " + last
            if name not in seen:
                seen.add(name)
                f.write(name + "\n")
