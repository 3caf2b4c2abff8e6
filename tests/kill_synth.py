#!/usr/bin/env python3
"""Kill `lintseq synth` and `label` at random moments and resume them: same bytes, nothing fetched again that was stored.

usage: kill_synth.py LINTSEQ SEEDS... [--kills 20] [--prompts 250]

The server says the same about the same, and keeps a journal of every answer. Also shows that a budget holds by the
server's own count although runs are killed, and that the key is nowhere but in the header.
"""
import argparse
import hashlib
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import jsonl

HERE = pathlib.Path(__file__).parent
COMMITS = HERE.parent / "examples/commits.jsonl"
KEY = "sk-4f9Tq7Lw2ZxC8"


def digest(body):
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def stored(store):
    """The requests whose answers are in a store."""
    if not store.exists():
        return set()
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        try:
            rows = database.execute("SELECT body FROM requests JOIN replies USING (address)").fetchall()
        except sqlite3.OperationalError:
            return set()
    return {digest(json.loads(body)) for (body,) in rows}


class Journal:
    def __init__(self, path):
        self.path, self.at = path, 0

    def new(self):
        """What the server has answered since the last look."""
        with open(self.path, encoding="utf-8") as file:
            file.seek(self.at)
            lines = [json.loads(line) for line in file]
            self.at = file.tell()
        return lines


def fail(message):
    sys.exit(f"FAILED: {message}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lintseq")
    parser.add_argument("seeds", nargs="+")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--prompts", type=int, default=250)
    options = parser.parse_args()
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        journal = Journal(folder / "journal.jsonl")
        journal.path.touch()
        server = subprocess.Popen(
            [sys.executable, str(HERE / "mock_llm.py"), "--latency", "0.02", "--journal", str(journal.path), "--ill",
             str(folder / "ill")], stdout=subprocess.PIPE, text=True)
        try:
            url = f"http://127.0.0.1:{int(server.stdout.readline())}/v1"
            check(options, folder, journal, url)
        finally:
            server.kill()


def check(options, folder, journal, url):
    environment = {**os.environ, "OPENAI_API_KEY": KEY}
    listing = set()

    synth = ["synth", *options.seeds, "--count", str(options.prompts)]

    def start(output, *more, store=None, asked=synth):
        command = [options.lintseq, *asked, "-o", str(output), "--model", "mock", "--base-url", url,
                   "--concurrency", "4", "--price-input", "1", "--price-output", "2",
                   "--store", str(store or f"{output}.store"), "--rejected", f"{output}.rejected", "-q", *more]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        try:
            listing.add(pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes())
        except OSError:
            pass
        return process

    def finish(process):
        _, errors = process.communicate(timeout=600)
        if KEY in errors:
            fail("the key is in what is said")
        if process.returncode != 0:
            fail(f"exit {process.returncode}: {errors}")

    def undisturbed(name, asked=synth):
        """The output of a run, how long it took, and what it asked."""
        output = folder / f"{name}.jsonl"
        began = time.monotonic()
        finish(start(output, asked=asked))
        took, total = time.monotonic() - began, journal.new()
        print(f"{name}: {len(total)} requests, {len(output.read_bytes().splitlines())} rows, {took:.1f} s")
        return output, took, total

    def same(output, disturbance, whole=None):
        """Ends the test, with what differs, unless an output is that of the undisturbed run."""
        whole = whole or undisturbed_synth
        if output.read_bytes() == whole.read_bytes():
            return
        name = lambda row: row.get("id") or row["commit"]
        ids = [[name(json.loads(line)) for line in path.read_bytes().splitlines()] for path in (whole, output)]
        for path in (whole, output):
            rejected = pathlib.Path(f"{path}.rejected").read_text(encoding="utf-8").splitlines()
            reasons = [(row["reason"], row["message"]) for row in map(json.loads, rejected)]
            print(f"{path.name}: {len(path.read_bytes().splitlines())} rows, left out: {reasons}")
        print(f"missing {set(ids[0]) - set(ids[1])}, added {set(ids[1]) - set(ids[0])}")
        fail(f"other bytes than without {disturbance}")

    def killed(kills, whole, took, asked=synth):
        """Kills runs as often, and resumes them."""
        hits = trial = again = 0
        while hits < kills:
            trial += 1
            output = folder / f"killed-{whole.stem}-{trial}.jsonl"
            store = pathlib.Path(f"{output}.store")
            answered, before_this = [], hits
            while True:
                before = stored(store)
                run = start(output, "--resume", store=store, asked=asked)
                deadline = random.uniform(0.05, 0.95) * took
                try:
                    run.wait(deadline if hits < kills else None)
                except subprocess.TimeoutExpired:
                    run.kill()
                    run.wait()
                    hits += 1
                    # A run may be killed while it closes its store, after its rows are whole.
                    if output.exists() and output.read_bytes() != whole.read_bytes():
                        fail("a killed run left a part under the final name")
                fresh = journal.new()
                repeated = [line for line in fresh if line["request"] in before]
                if repeated:
                    fail(f"{len(repeated)} answers were fetched again that had been stored")
                answered += fresh
                if run.returncode == 0:
                    break
                if run.returncode != -9:
                    fail(f"exit {run.returncode}: {run.stderr.read()}")
            same(output, "a kill", whole)
            twice = len(answered) - len({line["request"] for line in answered})
            # Four in flight, and what waits for the disk: with the dialogues under way, 64 at most.
            if twice > 64 * (hits - before_this):
                fail(f"{twice} requests were sent twice, more than were under way at {hits - before_this} kills")
            again += twice
        print(f"{hits} kills in {trial} runs: same bytes; {again} answers that were in flight, or on their way to the "
              "disk, were fetched again, none that was stored")

    undisturbed_synth, took, total = undisturbed("synth")
    cost = sum(line["prompt_tokens"] + 2 * line["completion_tokens"] for line in total)
    killed(options.kills, undisturbed_synth, took)

    # The same of questions about rows, which are read once more.
    commits = [{**row, "commit": f"{row['commit']} {copy}"} for copy in range(6) for row in jsonl.read(COMMITS)]
    jsonl.write(folder / "commits.jsonl", commits)
    label = ["label", str(folder / "commits.jsonl"), "--per-chunk"]
    labelled, label_took, _ = undisturbed("label", label)
    killed(max(1, options.kills // 4), labelled, label_took, label)

    # An interruption ends soon, with what was in flight kept.
    output = folder / "interrupted.jsonl"
    run = start(output)
    time.sleep(0.5 * took)
    run.send_signal(signal.SIGINT)
    if run.wait(10) != 130:
        fail(f"an interrupted run ends with {run.returncode}, not 130")
    kept = stored(pathlib.Path(f"{output}.store"))
    answered = journal.new()
    if {line["request"] for line in answered} != kept:
        fail("an interruption lost answers that were in flight")
    finish(start(output, "--resume"))
    same(output, "an interruption")
    if len(journal.new()) + len(answered) != len(total):
        fail("other requests than without an interruption")
    print(f"an interruption: {len(kept)} answers, all kept, exit 130; resumed to the same bytes")

    # A server that fails for a while: what had no answer then is asked again later, and only that.
    output, ill = folder / "ill.jsonl", folder / "ill"
    ill.touch()
    finish(start(output, "--attempts", "2", "--max-wait", "5ms"))
    reasons = [row["reason"] for row in jsonl.read(f"{output}.rejected")]
    kept = stored(pathlib.Path(f"{output}.store"))
    ill.unlink()
    journal.new()
    finish(start(output, "--resume", "--attempts", "2", "--max-wait", "5ms"))
    same(output, "a server that fails for a while")
    repeated = [line for line in journal.new() if line["request"] in kept]
    if "no-answer" not in reasons or repeated:
        fail(f"{reasons.count('no-answer')} prompts had no answer; {len(repeated)} answers were fetched again")
    print(f"a server that fails for a while: {reasons.count('no-answer')} prompts without an answer; resumed to the same bytes")

    # A budget for half of the run, through kills.
    output = folder / "budget.jsonl"
    limit = cost // 2
    spent, kills = 0, 0
    while True:
        run = start(output, "--budget", f"{limit / 1e6:.6f}usd")
        try:
            run.wait(random.uniform(0.1, 0.4) * took if kills < 5 else None)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            kills += 1
        spent += sum(line["prompt_tokens"] + 2 * line["completion_tokens"] for line in journal.new())
        if run.returncode == 0:
            break
    if spent > limit:
        fail(f"the server counts {spent}, and the budget is {limit}")
    rows = len(output.read_bytes().splitlines())
    print(f"a budget of {limit / 1e6:.6f}usd through {kills} kills: {spent / 1e6:.6f}usd by the server's count, {rows} rows")

    for path in folder.rglob("*"):
        if path.is_file() and KEY.encode() in path.read_bytes():
            fail(f"the key is in {path.name}")
    if any(KEY.encode() in line for line in listing):
        fail("the key is in the process listing")
    print(f"the key is in none of {sum(1 for _ in folder.rglob('*'))} files, no message and no process listing")


if __name__ == "__main__":
    main()
