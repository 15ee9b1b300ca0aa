# SPDX-License-Identifier: Apache-2.0
"""The SQLite database, by sqlite3's own command and Python."""
import json
import sqlite3
import unittest

from tables import extract, run, truth


class Database(unittest.TestCase):
    def test_same_cells(self):
        for raw in (False, True):
            columns, rows = truth(raw)
            place = extract("x.sqlite", *(["--raw"] if raw else []))
            with self.subTest(raw=raw):
                objects = json.loads(run("sqlite3", "-readonly", "-json", place, "SELECT * FROM injuries ORDER BY row"))
                self.assertEqual(list(objects[0])[1:], columns)
                self.assertEqual([["" if cell is None else str(cell) for cell in list(row.values())[1:]] for row in objects], rows)
                found = sqlite3.connect(place).execute("SELECT * FROM injuries ORDER BY row").fetchall()
                self.assertEqual([["" if cell is None else str(cell) for cell in row[1:]] for row in found], rows)

    def test_is_sound(self):
        place = extract("x.sqlite")
        self.assertEqual(run("sqlite3", "-readonly", place, "PRAGMA integrity_check; PRAGMA foreign_key_check"), b"ok\n")
        views = run("sqlite3", "-readonly", place, "SELECT name FROM sqlite_master WHERE type = 'view'").decode().split()
        self.assertEqual(len(views), 5)
        for view in views:
            self.assertTrue(run("sqlite3", "-readonly", place, f"SELECT * FROM {view}"), view)

    def test_days_are_days(self):
        base = sqlite3.connect(extract("x.sqlite"), detect_types=sqlite3.PARSE_DECLTYPES)
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            day, = base.execute("SELECT published FROM injuries").fetchone()
        self.assertEqual(day.isoformat(), "2024-03-06")

    def test_who_is_out_on_a_day(self):
        place = extract("x.sqlite")
        out = run("sqlite3", "-readonly", place, "SELECT player FROM injuries_timeline WHERE since <= '2024-05-01' "
                  "AND until >= '2024-05-01'").decode().split("\n")
        self.assertIn("Carl Moss", out)
