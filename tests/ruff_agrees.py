#!/usr/bin/env python3
"""Does ruff in process say what the ruff binary says? Compares them on random parts of programs.

usage: ruff_agrees.py --ruff RUFF --verdicts PROGRAM [--parts 20] [--seed 0] CORPUS.jsonl...

RUFF is a binary of the version of the `ruff_linter` crate, PROGRAM the example `verdicts` of `lintseq-lint`.
A part is a program without a random set of its statements, or, every fourth, of its lines: the first kind
has undefined names, the second syntax errors. Exits 1 if a verdict, the set of rules and messages, differs.
"""
import argparse, ast, json, os, random, re, subprocess, sys, tempfile

import jsonl

RULES = "F821,F822,F823,F70,PLE,E9"


def parts(text, count, random):
    """Yield the text and `count` random parts of it."""
    yield text
    lines = text.splitlines(keepends=True)
    statements = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    for number in range(count):
        share = random.random() ** 2
        if number % 4 == 3:
            yield "".join(line for line in lines if random.random() > share / 4)
            continue
        gone = set()
        for statement in statements:
            if random.random() < share / 2:
                gone.update(range(statement.lineno - 1, statement.end_lineno))
        yield "".join(line for number, line in enumerate(lines) if number not in gone)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--ruff", required=True)
    parser.add_argument("--verdicts", required=True)
    parser.add_argument("--parts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    source = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for corpus in options.corpora:
            for row in jsonl.read(corpus):
                for text in parts(row["response"], options.parts, source):
                    paths.append(os.path.join(folder, f"{len(paths):07}.py"))
                    with open(paths[-1], "w", encoding="utf-8", newline="") as file:
                        file.write(text)
        command = [options.ruff, "check", "--isolated", "--no-cache", "--preview", "--select", RULES, "--ignore-noqa",
                   "--output-format", "json", "--exit-zero", folder]
        theirs = {path: set() for path in paths}
        for note in json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout):
            message = re.sub(r"\b(line|offset|column) \d+", r"\1 N", note["message"])
            theirs[note["filename"]].add((note["code"] or "invalid-syntax", message))
        said = subprocess.run([options.verdicts], input="\n".join(paths), check=True, capture_output=True, encoding="utf-8")
        ours = [set(map(tuple, json.loads(line))) for line in said.stdout.splitlines()]
        differing = 0
        for path, our in zip(paths, ours, strict=True):
            if our != theirs[path]:
                differing += 1
                print(f"{path}: only in process {our - theirs[path]}, only the binary {theirs[path] - our}")
    found = sum(map(bool, ours))
    print(f"{len(paths)} texts, {found} with findings, {differing} with differing verdicts")
    sys.exit(bool(differing))


main()
