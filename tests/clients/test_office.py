# SPDX-License-Identifier: Apache-2.0
"""CSV and workbooks as LibreOffice opens them, and workbooks as Python reads them."""
import datetime
import hashlib
import re
import sys
import unittest
import zipfile

import openpyxl
import pandas

from tables import CORPUS, SIDELINE, WORK, extract, run, truth, without_formulas

CSV_OPTIONS = "CSV:44,34,76,1,,1033,false,true,false"  # comma, ", UTF-8, from line 1, English, typed as it finds


def office(place, suffix, folder, infilter=None):
    """What LibreOffice makes of a file that it has opened."""
    to = WORK / folder
    run("soffice", "--headless", f"-env:UserInstallation=file://{WORK}/office", *([f"--infilter={infilter}"] if infilter else []),
        "--convert-to", suffix, "--outdir", to, place, timeout=120)
    return to / (place.stem + "." + suffix)


def text(cell):
    value = cell.value
    if value is None:
        return ""
    return value.date().isoformat() if isinstance(value, datetime.datetime) else str(value)


def sheet(place, name=None):
    book = openpyxl.load_workbook(place)
    return book[name] if name else book.worksheets[0]


def texts(rows):
    return [[text(cell) for cell in row] for row in rows]


class Office(unittest.TestCase):
    def check(self, found, columns, rows):
        self.maxDiff = None
        lines = list(found.iter_rows())
        self.assertEqual(texts(lines), [columns, *rows])
        for line in lines[1:]:
            for name, cell in zip(columns, line):
                self.assertNotEqual(cell.data_type, "f", f"a formula: {cell.value}")
                if cell.value is None:
                    continue
                if name in ("published", "injured_from", "injured_to", "return_from", "return_to"):
                    self.assertIsInstance(cell.value, datetime.datetime, name)
                if name in ("line", "start", "end"):
                    self.assertIsInstance(cell.value, int, name)

    def test_csv(self):
        columns, rows = truth(raw=False)
        self.check(sheet(office(extract("plain.csv"), "xlsx", "from-csv", CSV_OPTIONS)), columns, rows)

    def test_csv_for_excel(self):
        columns, rows = truth(raw=False)
        place = extract("excel.csv", "--excel", "--delimiter", ";")
        self.check(sheet(office(place, "xlsx", "from-excel", CSV_OPTIONS.replace("44", "59"))), columns, rows)

    def test_raw_csv(self):
        columns, rows = truth(raw=True)
        place = extract("hard.csv", "--raw", articles=["articles/hard.txt"])
        self.check(sheet(office(place, "xlsx", "from-raw", CSV_OPTIONS)), columns, without_formulas(columns, rows))

    def test_workbook(self):
        for raw in (False, True):
            with self.subTest(raw=raw):
                columns, rows = truth(raw)
                place = extract("book.xlsx", *(["--raw"] if raw else []))
                self.check(sheet(office(place, "xlsx", f"from-xlsx-{raw}"), "injuries"), columns, rows)

    def test_links_of_a_workbook_lead_to_the_articles(self):
        (WORK / "deep").mkdir(exist_ok=True)
        place = extract("deep/links.xlsx")
        self.assertEqual(sheet(place)["B2"].hyperlink.target, "../articles/formula.txt")
        page = office(place, "fods", "deep/out").read_text()
        links = set(re.findall(r'xlink:href="([^"]*txt)"', page))
        self.assertEqual({link.rsplit("/", 2)[-1] for link in links}, {"hard.txt", "formula.txt", "plain.txt"})
        for link in links:
            place = link.removeprefix("file://")
            self.assertTrue((WORK / "deep" / "out" / place).resolve().exists() or (WORK / "deep" / place).resolve().exists(), link)


class Workbook(unittest.TestCase):
    def test_same_cells(self):
        for raw in (False, True):
            columns, rows = truth(raw)
            with self.subTest(raw=raw):
                place = extract("book.xlsx", *(["--raw"] if raw else []))
                Office.check(self, sheet(place, "injuries"), columns, rows)
                frame = pandas.read_excel(place, sheet_name="injuries")
                self.assertEqual(len(frame), len(rows))
                self.assertEqual(str(frame.published.dtype)[:8], "datetime")

    def test_sheets_are_ready_to_use(self):
        book = openpyxl.load_workbook(extract("book.xlsx", articles=[CORPUS]))
        self.assertEqual(book.sheetnames, ["injuries", "quotes", "mentions", "suppressed", "episodes", "names", "run"])
        for name in book.sheetnames[:-1]:
            found = book[name]
            self.assertEqual(found.freeze_panes, "A2", name)
            self.assertEqual(found.auto_filter.ref, found.dimensions, name)
            widths = [column.width for column in found.column_dimensions.values()]
            self.assertTrue(widths and all(4 < width < 65 for width in widths), (name, widths))

    def test_two_runs_give_the_same_bytes(self):
        sums = set()
        for _ in range(2):
            sums.add(hashlib.sha256(extract("same.xlsx", articles=[CORPUS]).read_bytes()).hexdigest())
        self.assertEqual(len(sums), 1)

    def test_a_long_cell_is_cut_and_says_so(self):
        words = "He is out 😢, they say. " * 2500
        (WORK / "long.txt").write_text(f"date 2024-03-06 Okafor blow\n\n“{words.strip()}” said Ade Okafor.\n")
        book = sheet(extract("long.xlsx", articles=["long.txt"]), "quotes")
        titles = [cell.value for cell in book[1]]
        quote = book[2][titles.index("quote")].value
        self.assertLessEqual(len(quote.encode("utf-16-le")) // 2, 32767)
        self.assertGreater(len(quote.encode("utf-16-le")) // 2, 32700)
        self.assertTrue(quote.endswith("… [cut: a cell holds 32,767 characters]"), quote[-80:])
        self.assertEqual(quote[:30000], words[:30000])


class Million(unittest.TestCase):
    """More rows than a sheet holds, in memory that does not grow with them."""
    ROWS = 1048576

    @classmethod
    def setUpClass(cls):
        text = "date 2024-03-06 A long day\n\n" + "Ade Okafor hurt his knee on Tuesday. Bob Lind hurt his ankle in May.\n\n" * 250
        for size, count in (("few", 60), ("some", 180), ("many", 250)):
            (WORK / size).mkdir()
            for i in range(count):
                (WORK / size / f"{i:03}.txt").write_text(text)

    def memory(self, articles, place):
        """The most that a run held, in KiB."""
        done = run(sys.executable, "-c", "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
                   "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)", SIDELINE, "extract", "-q", "--table", "mentions", "-o", place, articles)
        return int(done)

    def test_rows_go_on_in_a_second_sheet(self):
        few, many = (self.memory(size, f"{size}.xlsx") for size in ("few", "many"))
        with zipfile.ZipFile(WORK / "many.xlsx") as book:
            names = re.findall(rb'<sheet name="([^"]*)"', book.read("xl/workbook.xml"))
            self.assertEqual(names, [b"mentions", b"mentions (2)", b"run"])
            rows = []
            for number in (1, 2):
                with book.open(f"xl/worksheets/sheet{number}.xml") as data:
                    rows.append(count_in(data, b"</row>"))
                links = book.read(f"xl/worksheets/_rels/sheet{number}.xml.rels").count(b"<Relationship ")
                self.assertEqual(links, min(65530, rows[-1] - 1))
        self.assertEqual(rows[0], self.ROWS)
        self.assertEqual(sum(rows) - 2, self.count())
        self.assertLess(many - few, 100 * 1024)  # KiB: the links of the second sheet, and no rows

    def count(self):
        with extract("many.csv", "--table", "mentions", articles=["many"]).open() as lines:
            return sum(1 for _ in lines) - 1

    def test_memory_of_the_other_formats(self):
        for suffix in ("csv", "jsonl", "sqlite", "html"):
            few, some = (self.memory(size, f"{size}.{suffix}") for size in ("few", "some"))
            with self.subTest(suffix=suffix):
                self.assertLess(some - few, 8 * 1024, f"KiB: {few}, {some}")


def count_in(data, what):
    """How often a stream has these bytes."""
    found, rest = 0, b""
    for block in iter(lambda: data.read(1 << 20), b""):
        found += (rest + block).count(what)
        rest = (rest + block)[1 - len(what):]
    return found
