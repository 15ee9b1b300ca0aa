# SPDX-License-Identifier: Apache-2.0
"""make bench: makes its texts, rules and lists, runs every command in turn, prints one table.

Each round runs every command once, so that all of them meet the same moods of the machine; a figure is the median of
its rounds. MB/s and "x wc -w" are of user+sys seconds, less those that the same command takes for one article (the
column start), so that a short run and a long one can be compared. MB are 10^6 bytes. What others.sh did not install is
named and left out.
"""
import argparse
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import time

import rules

HERE = os.path.dirname(os.path.abspath(__file__))
REPO = os.path.dirname(os.path.dirname(HERE))

SIZES = {
    #         text and JSON lines in MB; files; entries of lists; rounds; seconds after which a command is run once only
    "small": dict(text=2, json=5, files=1000, entries=[1000, 30000, 100000], rounds=3, once=20),
    "medium": dict(text=10, json=40, files=5000, entries=[1000, 30000, 100000, 1000000], rounds=3, once=30),
    "full": dict(text=100, json=1000, files=100000, entries=[1000, 30000, 100000, 1000000], rounds=3, once=1200),
}
RULES = [30, 300, 3000]
LOST = "lost in its start"
QUICK_MB, SLOW_MB = 1, 0.1  # what the others get; some take twenty seconds a megabyte


class Job:
    """One row: a command over `mb` megabytes, and the same over one article."""

    def __init__(self, key, what, mb, command, start=None, fresh=None, note=None):
        self.key, self.what, self.mb, self.command, self.start, self.fresh = key, what, mb, command, start, fresh
        self.note = note  # of (this job, all jobs by key)
        self.runs, self.starts, self.failed = [], [], None

    def cpu(self):
        return max(statistics.median(r.cpu for r in self.runs) - self.start_cpu(), 1e-6)

    def drowned(self):
        """Does the start take so long that its noise hides all else?"""
        return statistics.median(r.cpu for r in self.runs) < 1.05 * self.start_cpu()

    def start_cpu(self):
        return statistics.median(r.cpu for r in self.starts) if self.starts else 0.0

    def wall(self):
        return statistics.median(r.wall for r in self.runs)

    def peak(self):
        return statistics.median(r.peak for r in self.runs)

    def per_mb(self):
        return self.cpu() / self.mb


class Run:
    def __init__(self, line):
        user, system, wall, peak, status = line.split()
        self.cpu, self.wall, self.peak, self.status = float(user) + float(system), float(wall), int(peak), int(status)


class Bench:
    def __init__(self, build, size):
        self.build, self.size = os.path.abspath(build), size
        self.place = os.path.join(self.build, "bench")
        self.words = os.path.join(HERE, "news.words")
        self.jobs, self.missing = [], []
        self.environment = dict(os.environ, XDG_CACHE_HOME=self.at("cache"),
                                NODE_PATH=self.at("others/node_modules"), LC_ALL="C.UTF-8")
        self.sideline = os.path.join(self.build, "sideline")

    def at(self, name):
        return os.path.join(self.place, name)

    # --- what is measured on ---------------------------------------------------------------------------------------

    def news(self, kind, form, amount, seed, name):
        """Makes a text once; the name says everything that it depends on, but for the words and the program."""
        path = self.at(name)
        stamp = path + ".made"
        wanted = f"{kind} {form} {amount} {seed}"
        newest = max(os.path.getmtime(self.words), os.path.getmtime(self.at("news")))
        if os.path.exists(stamp) and os.path.getmtime(stamp) >= newest and open(stamp).read() == wanted:
            return path
        command = [self.at("news"), self.words, kind, form, amount, str(seed)]
        if form == "files":
            shutil.rmtree(path, ignore_errors=True)
            os.makedirs(path)
            subprocess.run([*command, path], check=True)
        else:
            with open(path, "wb") as f:
                subprocess.run(command, stdout=f, check=True)
        with open(stamp, "w") as f:
            f.write(wanted)
        return path

    def prepare(self):
        os.makedirs(self.place, exist_ok=True)
        s = self.size
        self.general = self.news("general", "json", f"{s['text']}M", 1, "general.jsonl")
        self.dense = self.news("dense", "json", f"{s['text']}M", 2, "dense.jsonl")
        self.json = self.news("general", "json", f"{s['json']}M", 3, "large.jsonl")
        self.files = self.news("general", "files", str(s["files"]), 4, "files")
        self.quick = self.news("general", "text", f"{QUICK_MB * 1000:.0f}K", 5, "quick.txt")
        self.slow = self.news("general", "text", f"{SLOW_MB * 1000:.0f}K", 5, "slow.txt")
        self.one = self.news("general", "text", "1", 6, "one.txt")
        self.one_json = self.news("general", "json", "1", 6, "one.jsonl")
        os.makedirs(self.at("one"), exist_ok=True)
        shutil.copy(self.one, self.at("one/one.txt"))
        words = rules.read_words(self.words)
        shared = os.path.join(REPO, "rules", "words.rules")
        for n in sorted({*s["entries"], 5000, 30000}):
            rules.write_names(self.at(f"names{n}.csv"), words, n)
        for n in RULES:
            rules.write_rules(self.at(f"made{n}.rules"), words, n, "names30000.csv", shared)
        for n in s["entries"]:
            rules.write_rules(self.at(f"entries{n}.rules"), words, 30, f"names{n}.csv", shared)
        rules.write_patterns(self.at("patterns"), words, 300)
        rules.write_gate(self.at("gate"))

    # --- the commands -----------------------------------------------------------------------------------------------

    def add(self, *args, **named):
        self.jobs.append(Job(*args, **named))

    def extract(self, *options):
        return [self.sideline, "extract", "-q", *options]

    def plan(self):
        text = self.size["text"]
        mb = {p: os.path.getsize(p) / 1e6 for p in (self.general, self.dense, self.json)}
        repeat = max(1, 50 // text)
        self.add("wc", "`wc -w`, general", mb[self.general] * repeat, ["wc", "-w", *[self.general] * repeat])
        for name, path in (("general", self.general), ("dense", self.dense)):
            for threads in ("1", "2"):
                for tables in ("injuries", "all"):
                    out = self.at("tables")
                    options = ["--table", "injuries"] if tables == "injuries" else ["-o", out]
                    key = f"{name} {tables} {threads}"
                    what = f"{name}, {'injuries alone' if tables == 'injuries' else 'all tables'}, -j{threads}"
                    self.add(key, what, mb[path], self.extract("-j", threads, *options, path),
                             self.extract("-j", threads, *options, self.one_json),
                             out if tables == "all" else None,
                             speed_up if threads == "2" else None)
        size = sum(os.path.getsize(os.path.join(d, f)) for d, _, names in os.walk(self.files) for f in names) / 1e6
        self.add("reading", f"{self.size['files']:,} files: only reading them", size,
                 [self.at("measure"), "--read", self.files])
        self.add("files", f"{self.size['files']:,} files, injuries alone, -j2", size,
                 self.extract("-j2", "--table", "injuries", self.files),
                 self.extract("-j2", "--table", "injuries", self.at("one")), note=of_reading)
        self.add("json", f"{self.size['json']:,} MB of JSON lines, injuries alone, -j2", mb[self.json],
                 self.extract("-j2", "--table", "injuries", self.json),
                 self.extract("-j2", "--table", "injuries", self.one_json))
        one = os.path.getsize(self.one) / 1e6
        self.add("one", f"one article of {one * 1000:.1f} KB", one, self.extract("--table", "injuries", self.one),
                 note=lambda job, _: f"{job.wall() * 1000:.0f} ms with start-up")
        for n in RULES:
            options = ["-r", self.at(f"made{n}.rules")]
            self.add(f"rules {n}", f"general, {n:,} made rules, 30,000 names", mb[self.general],
                     self.extract(*options, self.general), self.extract(*options, self.one_json), note=of_rules)
        for n in self.size["entries"]:
            options = ["-r", self.at(f"entries{n}.rules")]
            self.add(f"entries {n}", f"general, 30 made rules, {n:,} names", mb[self.general],
                     self.extract(*options, self.general), self.extract(*options, self.one_json), note=of_entries)
        self.plan_others()

    def plan_others(self):
        modules = self.at("others/node_modules")
        other = lambda name: os.path.join(HERE, "others", name)
        venv = self.at("others/venv/bin/python")
        patterns, gate = self.at("patterns"), self.at("gate")

        def offer(there, key, what, command, text, versus="general injuries 1"):
            if not there:
                self.missing.append(what)
                return
            self.add(key, what, os.path.getsize(text) / 1e6, [*command, text], [*command, self.one],
                     note=lambda job, jobs: slower(job, jobs, versus))
        node = shutil.which("node")
        has = lambda name: node and os.path.isdir(os.path.join(modules, name))
        offer(has("wink-nlp") and has("wink-eng-lite-web-model"), "wink", "wink-nlp, sentences and custom entities",
              [node, other("wink.js")], self.quick)
        offer(has("compromise"), "compromise", "compromise, people and matches", [node, other("compromise.js")],
              self.slow)
        offer(has("chrono-node"), "chrono", "chrono-node, dates only", [node, other("chrono.js")], self.quick)
        has_spacy = os.path.exists(venv) and not subprocess.run(
            [venv, "-c", "import spacy"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        offer(has_spacy, "spacy", "spaCy blank, EntityRuler of 5,000 names and Matcher",
              [venv, other("spacy_rules.py"), self.at("names5000.csv")], self.slow)
        offer(True, "python", "Python `re`, the 300 made rules as patterns",
              [sys.executable, other("python_re.py"), patterns], self.slow, "rules 300")
        offer(shutil.which("perl"), "perl", "Perl, the 300 made rules as patterns",
              ["perl", other("perl_re.pl"), patterns], self.slow, "rules 300")
        offer(shutil.which("rg"), "rg", "ripgrep -c -i -F, the gate words", ["rg", "-c", "-i", "-F", "-f", gate],
              self.general)
        offer(shutil.which("rg"), "rg words", "ripgrep -c -i -w -F, the gate words",
              ["rg", "-c", "-i", "-w", "-F", "-f", gate], self.general)

    # --- running ----------------------------------------------------------------------------------------------------

    def run(self, job, command, log):
        if job.fresh:
            shutil.rmtree(job.fresh, ignore_errors=True)
        done = subprocess.run([self.at("measure"), os.devnull, *command], env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        run = Run(done.stdout)
        # ripgrep ends with 1 where nothing matches, as in a single article.
        if run.status and not (command[0] == "rg" and run.status == 1):
            job.failed = f"exit status {run.status}"
        return run

    def measure(self):
        rounds = self.size["rounds"]
        with open(self.at("log"), "w") as log:
            for job in self.jobs:  # fills the caches of files and of rule tests
                if job.start:
                    say(f"before the first round: {job.what}")
                    first = self.run(job, job.start, log)
                    if first.wall > self.size["once"]:
                        job.starts.append(first)
            for i in range(rounds):
                for job in self.jobs:
                    if job.failed or any(r.wall > self.size["once"] for r in job.runs):
                        continue
                    say(f"round {i + 1} of {rounds}: {job.what}")
                    if job.start and not any(r.wall > self.size["once"] for r in job.starts):
                        job.starts.append(self.run(job, job.start, log))
                    job.runs.append(self.run(job, job.command, log))
                    if job.key == "one":
                        job.runs += [self.run(job, job.command, log) for _ in range(6)]
        say("")

    # --- the table --------------------------------------------------------------------------------------------------

    def table(self):
        jobs = {j.key: j for j in self.jobs}
        wc = jobs["wc"].per_mb()
        yield ("what", "MB", "runs", "MB/s", "x wc -w", "wall s", "start ms", "peak MiB", "")
        for j in self.jobs:
            if j.failed:
                yield (j.what, "", "", "", "", "", "", "", f"failed: {j.failed}; see build/bench/log")
                continue
            alone = j.key == "one"
            hidden = alone or j.drowned()
            yield (j.what, figure(j.mb), str(len(j.runs)), "" if hidden else figure(j.mb / j.cpu()),
                   "" if hidden else figure(j.per_mb() / wc),
                   f"{j.wall():.3f}" if alone else figure(j.wall()),
                   f"{1000 * (j.cpu() if alone else j.start_cpu()):.0f}" if j.start or alone else "",
                   f"{j.peak() / 1024:.1f}", j.note(j, jobs) if j.note else "")
        for what in self.missing:
            yield (what, "", "", "", "", "", "", "", "not installed: sh tools/bench/others.sh")


def done(jobs, key):
    return key in jobs and not jobs[key].failed and jobs[key].runs


def speed_up(job, jobs):
    one = job.key[:-1] + "1"
    return f"{jobs[one].wall() / job.wall():.2f}x the speed of -j1, by the clock" if done(jobs, one) else ""


def of_reading(job, jobs):
    return f"{job.wall() / jobs['reading'].wall():.0f}x the wall time of reading" if done(jobs, "reading") else ""


def of_rules(job, jobs):
    return f"{job.cpu() / jobs['rules 300'].cpu():.2f}x the time of 300" if done(jobs, "rules 300") else ""


def of_entries(job, jobs):
    said = LOST if job.drowned() else ""
    if not said and done(jobs, "entries 30000"):
        said = f"{job.cpu() / jobs['entries 30000'].cpu():.2f}x the time of 30,000"
    n = int(job.key.split()[1])
    if n > 30000 and done(jobs, "entries 1000"):
        # Over one article, so that nothing but the list differs.
        peak = lambda j: statistics.median(r.peak for r in j.starts)
        said += f"; {(peak(job) - peak(jobs['entries 1000'])) * 1024 / (n - 1000):.0f} bytes an entry"
    return said


def slower(job, jobs, versus):
    if not done(jobs, versus):
        return ""
    if job.drowned():
        return LOST
    ratio = job.per_mb() / jobs[versus].per_mb()
    whose = "sideline with these rules" if versus == "rules 300" else "sideline, injuries alone,"
    return f"{whose} is {figure(ratio)}x as fast"


def figure(x):
    return f"{x:,.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}" if x >= 0.1 else f"{x:.3f}"


def say(line):
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + line)
        sys.stderr.flush()


def machine():
    model = ""
    if os.path.exists("/proc/cpuinfo"):
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{os.cpu_count()} cores {model or platform.machine()}, {system}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--size", choices=SIZES, default="small")
    args = parser.parse_args()
    began = time.time()
    bench = Bench(args.build, SIZES[args.size])
    bench.prepare()
    bench.plan()
    load = os.getloadavg()[0]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        bench.measure()
    except KeyboardInterrupt:  # the table of what there is by then
        bench.jobs = [j for j in bench.jobs if j.runs]
    print(f"BENCH={args.size}, {machine()}; load before it {load:.1f}, after it {os.getloadavg()[0]:.1f}; "
          f"took {time.time() - began:.0f} s\n")
    for i, row in enumerate(bench.table()):
        print("| " + " | ".join(row) + " |")
        if i == 0:
            print("|---|" + "--:|" * 7 + "---|")
    return 1 if any(j.failed for j in bench.jobs) else 0


if __name__ == "__main__":
    sys.exit(main())
