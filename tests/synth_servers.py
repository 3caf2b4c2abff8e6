#!/usr/bin/env python3
"""What asks models, against servers that others wrote: llama.cpp's own, and aimock with faults.

usage: synth_servers.py LINTSEQ SEEDS... --tools FOLDER [--prompts 6]

Installs what it needs into FOLDER: xllamacpp and gguf in a virtual environment, @copilotkit/aimock with npm.
"""
import argparse
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

import jsonl
import synth_questions
from synth_questions import fail, grammar, lintseq

HERE = pathlib.Path(__file__).parent
PYTHON_PACKAGES = ["xllamacpp==2026.10.11549", "gguf==0.19.0", "numpy"]
AIMOCK = "@copilotkit/aimock@1.43.0"

# Noise in the form of the published answers: both rounds at once, since a grammar cannot count rounds.
GRAMMAR = r'''
root ::= "[Program Before Edit]\n" code "\n[Descriptive]\nChange the numbers: " word " " word ".\n\n[Lazy]\nchange " word "\n\n[Program After Edit]\n" code
code ::= "```python\n" line line line "```\n"
line ::= [a-z] [a-z] [a-z] " = " [1-9] [0-9] [0-9] "\n"
word ::= [a-z] [a-z] [a-z] [a-z]
'''
BEFORE = "def area(r):\n    return 3.14 * r * r\n"
AFTER = "import math\n\n\ndef area(r):\n    return math.pi * r * r\n"
FIRST = f"[Program Before Edit]\n```python\n{BEFORE}```\n\n[Descriptive]\nUse the constant of the standard library for pi.\n\n[Lazy]\nreal pi please\n"
SECOND = f"[Program After Edit]\n```python\n{AFTER}```\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Serving:
    """A process that listens on a port."""

    def __init__(self, command, port, log, environment=None):
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **(environment or {})})
        for _ in range(300):
            if self.process.poll() is not None:
                fail(f"{command[0]} ended at once")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        fail(f"{command[0]} does not listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def synth(options, output, url, *more, model="tiny", **others):
    return lintseq(options.lintseq, ["synth", *options.seeds], output, "--model", model, "--base-url", url, *more, **others)


def llama(options, tools, folder, log):
    python = tools / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", tools / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *PYTHON_PACKAGES], check=True)
    model, port = folder / "model.gguf", free_port()
    subprocess.run([python, HERE / "llm-server/make_model.py", model], check=True)
    with Serving([python, HERE / "llm-server/serve.py", model, str(port)], port, log):
        url = f"http://127.0.0.1:{port}/v1"
        body = grammar(GRAMMAR)
        common = ["--count", str(options.prompts), "--max-tokens", "300", "--concurrency", "4", "--extra-body", body]
        synth(options, folder / "llama.jsonl", url, *common)
        made = jsonl.read(folder / "llama.jsonl")
        if len(made) != options.prompts or any(row["current"] == row["next"] for row in made):
            fail(f"llama.cpp: {len(made)} rows of {options.prompts}")
        if any(row["provenance"]["token_usage"]["completion"] == 0 for row in made):
            fail("llama.cpp: answers without tokens")
        subprocess.run([options.lintseq, "check", str(folder / "llama.jsonl"), "-q"], check=True)
        # Its errors carry an integer code, and a context that is too long is a refusal.
        said = synth(options, folder / "long.jsonl", url, "--count", "20", "--max-tokens", "300", "--extra-body",
                     json.dumps({"messages": [{"role": "user", "content": "x " * 20_000}]}), code=1)
        if "exceed_context_size_error" not in said:
            fail(f"llama.cpp: its words are lost:\n{said}")
        print(f"llama.cpp: {len(made)} prompts, {len(made)} rows; a context that is too long is refused in its words")
        synth_questions.check(options.lintseq, options.seeds, folder, url)


def aimock(options, tools, folder, log):
    tools.mkdir(parents=True, exist_ok=True)
    if not (tools / "node_modules/@copilotkit/aimock").exists():
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", tools, AIMOCK], check=True)
    fixtures = folder / "fixtures.json"
    match = lambda turn: {"model": "tiny", "turnIndex": turn}
    fixtures.write_text(json.dumps({"fixtures": [
        {"match": match(0), "response": {"content": FIRST}}, {"match": match(1), "response": {"content": SECOND}},
        {"match": {"model": "terse"}, "response": {"content": "Yes."}}]}))
    script = tools / "node_modules/@copilotkit/aimock/dist/cli.js"
    whole = None
    patient = ["--count", "60", "--concurrency", "8", "--attempts", "30", "--max-wait", "200ms"]
    everything = ["--chaos-ratelimit", "0.2", "--chaos-drop", "0.2", "--chaos-malformed", "0.2", "--chaos-disconnect", "0.2"]
    cases = [
        ("nothing", [], patient, 0, ""),
        ("429 with Retry-After", ["--chaos-ratelimit", "0.5"], patient, 0, "turned away"),
        ("500", ["--chaos-drop", "0.5"], patient, 0, "attempts failed"),
        ("half a JSON", ["--chaos-malformed", "0.5"], patient, 0, "attempts failed"),
        ("connection reset", ["--chaos-disconnect", "0.5"], patient, 0, "attempts failed"),
        ("all of them", everything, patient, 0, "attempts failed"),
        ("a hang", ["--chaos-latency", "20000"],
         ["--count", "60", "--concurrency", "20", "--timeout", "300ms", "--attempts", "2", "--max-wait", "50ms"], 1, "no answer within"),
        ("wrong model", ["--strict"], ["--count", "60", "--attempts", "2", "--max-wait", "50ms"], 1, "10 requests in a row"),
        ("refused key", [], ["--count", "60"], 1, "status 401"),
        ("batches", [], ["--count", "60", "--batch", "--poll", "100ms"], 0, "60 answers, 0 failures"),
    ]
    for number, (name, chaos, flags, code, word) in enumerate(cases):
        port = free_port()
        command = ["node", str(script), "-p", str(port), "-f", str(fixtures), "--log-level", "silent", *chaos]
        keys = {"AIMOCK_API_KEYS": "right-key"} if name == "refused key" else None
        with Serving(command, port, log, keys):
            output = folder / f"aimock-{number}.jsonl"
            url = f"http://127.0.0.1:{port}/v1"
            more = {"model": "other"} if name == "wrong model" else {}
            said = synth(options, output, url, *flags, key="wrong-key-7Zq", code=code, **more)
            if word not in said:
                fail(f"aimock, {name}: no word of `{word}`:\n{said}")
            if name == "batches":
                # Its batches answer the same to everything; what they answered is what was rejected.
                rejected = jsonl.read(f"{output}.rejected")
                if [row["reason"] for row in rejected] != ["missing-section"] * 60:
                    fail(f"aimock, batches: {rejected[:3]}")
            elif code == 0:
                made = output.read_bytes()
                whole = whole or made
                if made != whole or len(made.splitlines()) != 60:
                    fail(f"aimock, {name}: {len(made.splitlines())} rows, or others than without faults")
            elif output.exists():
                fail(f"aimock, {name}: a run without hope left an output")
        ends = "60 answers were fetched" if name == "batches" else "60 rows, the same bytes"
        print(f"aimock, {name}: " + (ends if code == 0 else "the run ends, and says why"))
    labelled = []
    for chaos in ([], everything):
        port, output = free_port(), folder / f"labelled-{len(labelled)}.jsonl"
        with Serving(["node", str(script), "-p", str(port), "-f", str(fixtures), "--log-level", "silent", *chaos], port, log):
            lintseq(options.lintseq, ["label", synth_questions.COMMITS], output, "--model", "terse", "--base-url",
                    f"http://127.0.0.1:{port}/v1", "--per-chunk", *patient[2:])
        labelled.append(output.read_bytes())
    if labelled[0] != labelled[1] or len(labelled[0].splitlines()) < 40:
        fail(f"aimock, label: {len(labelled[0].splitlines())} rows, or others than without faults")
    print(f"aimock, label with all of them: {len(labelled[0].splitlines())} rows, the same bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lintseq")
    parser.add_argument("seeds", nargs="+")
    parser.add_argument("--tools", required=True, type=pathlib.Path)
    parser.add_argument("--prompts", type=int, default=6)
    parser.add_argument("--only", choices=["llama", "aimock"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with open(folder / "log", "w") as log:
            if options.only != "aimock":
                llama(options, options.tools, folder, log)
            if options.only != "llama":
                aimock(options, options.tools, folder, log)


if __name__ == "__main__":
    main()
