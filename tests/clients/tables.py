# SPDX-License-Identifier: Apache-2.0
"""What the tests of clients have in common: articles with cells that are hard on formats, and their rows.

The rows are known without any format: `evidence` of a row is the bytes start..end of its article's file.
"""
import atexit
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SIDELINE = os.environ["BUILD"] + "/sideline"
CORPUS = HERE.parent.parent / "corpus" / "articles"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="sideline-clients-"))
atexit.register(shutil.rmtree, WORK, ignore_errors=True)
shutil.copytree(HERE / "articles", WORK / "articles")


def run(*command, **options):
    """Standard output of a command that must succeed."""
    done = subprocess.run([str(part) for part in command], cwd=WORK, capture_output=True, **options)
    if done.returncode:
        raise AssertionError(f"{command}: {done.stderr.decode()[-2000:]}")
    return done.stdout


def extract(place, *options, articles=("articles",)):
    """Runs sideline in WORK; the path of what it wrote."""
    run(SIDELINE, "extract", "-q", "-o", place, *options, *articles)
    return WORK / place


def truth(raw):
    """Columns and rows of the injuries: empty cells are "", all cells texts."""
    place = extract("truth.jsonl", *(["--raw"] if raw else []))
    objects = [json.loads(line) for line in place.read_text().splitlines()]
    return list(objects[0]), [["" if cell is None else str(cell) for cell in row.values()] for row in objects]


def without_formulas(columns, rows):
    """The rows whose article is the one without formulas."""
    return [row for row in rows if row[columns.index("article")].endswith("hard.txt")]
