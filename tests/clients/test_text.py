# SPDX-License-Identifier: Apache-2.0
"""CSV and JSON lines, as the tools of the shell and of data work read them."""
import csv
import json
import pathlib
import subprocess
import sys
import unittest

import duckdb
import pandas

from tables import WORK, extract, run, truth


def text(cell):
    """A cell of a typed reader as it stands in the file."""
    if cell is None or cell != cell:
        return ""
    return str(int(cell)) if isinstance(cell, float) else str(cell)[:10] if hasattr(cell, "year") else str(cell)


class Truth(unittest.TestCase):
    def test_evidence_is_what_stands_in_the_article(self):
        columns, rows = truth(raw=True)
        self.assertGreaterEqual(len(rows), 7)
        for row in rows:
            cell = dict(zip(columns, row))
            article = (WORK / cell["article"]).read_bytes()
            self.assertEqual(cell["evidence"].encode(), article[int(cell["start"]):int(cell["end"])])
        together = " ".join(row[columns.index("evidence")] for row in rows)
        for hard in ['"', ",", "\n", "\t", ";", "<b>", "&", "😢", "שלום", "أحمد", "日本語", "Ødegård"]:
            self.assertIn(hard, together)

    def test_formulas_have_one_apostrophe(self):
        columns, raw = truth(raw=True)
        _, guarded = truth(raw=False)
        at = columns.index("evidence")
        formulas = [(r[at], g[at]) for r, g in zip(raw, guarded) if r[at][0] in "=+-@"]
        self.assertEqual({r[0] for r, _ in formulas}, set("=+-@"))
        for before, after in formulas:
            self.assertEqual(after, "'" + before)


class Readers(unittest.TestCase):
    """Each reads the same cells, with and without --raw."""

    def same(self, name, read):
        for raw in (False, True):
            columns, rows = truth(raw)
            place = extract(name, *(["--raw"] if raw else []))
            with self.subTest(raw=raw):
                self.assertEqual([columns, *rows], read(place))

    def test_python(self):
        self.same("x.csv", lambda place: list(csv.reader(place.open(newline=""))))

    def test_miller(self):
        def read(place):
            objects = json.loads(run("mlr", "--icsv", "--ojson", "-S", "cat", place))
            return [list(objects[0]), *([str(cell) for cell in row.values()] for row in objects)]
        self.same("x.csv", read)

    def test_miller_reads_json_lines(self):
        def read(place):
            objects = json.loads(run("mlr", "--ijsonl", "--ojson", "cat", place))
            return [list(objects[0]), *([text(cell) for cell in row.values()] for row in objects)]
        self.same("x.jsonl", read)

    def test_csvkit(self):
        def read(place):
            objects = json.loads(run("csvjson", "-I", "--snifflimit", "0", place))
            return [list(objects[0]), *([cell or "" for cell in row.values()] for row in objects)]
        self.same("x.csv", read)

    def test_csvkit_finds_the_types(self):
        kinds = run("csvstat", "--snifflimit", "0", "--type", extract("x.csv")).decode()
        for column in ("published", "injured_from"):
            self.assertRegex(kinds, rf"\b{column}: Date")
        self.assertRegex(kinds, r"\bline: Number")

    def test_pandas(self):
        def read(place):
            frame = pandas.read_csv(place, dtype=str, keep_default_na=False)
            return [list(frame.columns), *frame.values.tolist()]
        self.same("x.csv", read)

    def test_pandas_with_types(self):
        frame = pandas.read_csv(extract("x.csv"), parse_dates=["published"])
        self.assertEqual(str(frame.published.dtype)[:8], "datetime")
        self.assertEqual(frame.line.dtype.kind, "i")

    def test_pandas_reads_json_lines(self):
        def read(place):
            frame = pandas.read_json(place, lines=True, dtype=False, convert_dates=False)
            return [list(frame.columns), *([text(cell) for cell in row] for row in frame.values.tolist())]
        self.same("x.jsonl", read)

    def test_duckdb(self):
        def read(place):
            answer = duckdb.sql(f"SELECT * FROM read_csv('{place}', all_varchar = true)")
            return [answer.columns, *([text(cell) for cell in row] for row in answer.fetchall())]
        self.same("x.csv", read)

    def test_duckdb_finds_the_types(self):
        answer = duckdb.sql(f"SELECT published, injured_from, line FROM read_csv('{extract('x.csv')}')")
        self.assertEqual([str(kind) for kind in answer.types], ["DATE", "DATE", "BIGINT"])

    def test_duckdb_reads_json_lines(self):
        def read(place):
            answer = duckdb.sql(f"SELECT * FROM read_json('{place}', format = 'newline_delimited')")
            return [answer.columns, *([text(cell) for cell in row] for row in answer.fetchall())]
        self.same("x.jsonl", read)

    def test_jq(self):
        def read(place):
            lines = run("jq", "-c", "[.[] | if . == null then \"\" else tostring end]", place).decode().splitlines()
            keys = json.loads(run("jq", "-cs", ".[0] | keys_unsorted", place))
            return [keys, *(json.loads(line) for line in lines)]
        self.same("x.jsonl", read)

    def test_other_delimiter_and_line_ends(self):
        columns, rows = truth(raw=False)
        place = extract("excel.csv", "--excel", "--delimiter", ";")
        data = place.read_bytes()
        self.assertTrue(data.startswith(b"\xef\xbb\xbfid;"))
        self.assertTrue(data.endswith(b"\r\n"))
        self.assertEqual([columns, *rows], list(csv.reader(place.open(newline="", encoding="utf-8-sig"), delimiter=";")))


class Packages(unittest.TestCase):
    """datapackage.json and csv-metadata.json, by their own validators."""

    def validate(self, folder):
        def answer(command, *arguments):
            program = pathlib.Path(sys.executable).parent / command
            return subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True).stdout
        frictionless = json.loads(answer("frictionless", "validate", "--json", "datapackage.json"))["valid"]
        return frictionless, answer("csvwvalidate", "csv-metadata.json").splitlines()[-1] == "OK"

    def test_valid(self):
        for number, options in enumerate([[], ["--excel", "--delimiter", ";"], ["--raw", "--delimiter", "\\t"]]):
            with self.subTest(options=options):
                self.assertEqual(self.validate(extract(f"package{number}", *options)), (True, True))

    def test_a_day_that_is_none_is_seen(self):
        folder = extract("package")
        table = folder / "injuries.csv"
        table.write_text(table.read_text().replace("2024-03-06", "2024-03-66", 1))
        self.assertEqual(self.validate(folder), (False, False))
