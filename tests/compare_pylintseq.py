#!/usr/bin/env python3
"""Run lintseq and pylintseq on the same programs in the same run, and print what comes out.

usage: compare_pylintseq.py LINTSEQ PYTHON INPUT.jsonl [--programs 20] [--json OUT.json]

PYTHON is an interpreter with pylintseq installed. Times are user seconds of one thread (lintseq) and one
worker (pylintseq, `-c 1`); lintseq runs over many copies of the programs, since one pass is over before a
clock has ticked. Fails if lintseq loses a program or an edit of it removes a line.
"""
import argparse
import json
import os
import pathlib
import sys
import tempfile

import diffs
import jsonl
from measured import measured

COPIES = 200


def figures(rows, sources):
    edits = [row["edit_path"] for row in rows]
    added = [[line for line in diff.split("\n") if line.startswith("+")] for path in edits for diff in path]
    removed = sum(any(line.startswith("-") for line in diff.split("\n")[1:]) for path in edits for diff in path)
    return {
        "programs out": len({row["index"] for row in rows}),
        "edits per program": round(sum(map(len, edits)) / max(1, len(edits)), 1),
        "programs in one edit": sum(len(path) == 1 for path in edits),
        "lines per edit": round(sum(map(len, added)) / max(1, len(added)), 1),
        "edits that remove lines": removed,
        "final state equals the source": sum(replay(row["edit_path"]) == sources[row["index"]] for row in rows),
    }


def replay(edits):
    """What comes out of the edits; nothing where one of them does not fit."""
    text = ""
    try:
        for text, _, _ in diffs.states(edits, "", whole_lines=False):
            pass
    except diffs.ApplyError:
        return None
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lintseq")
    parser.add_argument("python")
    parser.add_argument("input")
    parser.add_argument("--programs", type=int, default=20)
    parser.add_argument("--json")
    options = parser.parse_args()
    lintseq, python = os.path.abspath(options.lintseq), os.path.abspath(options.python)
    rows = jsonl.read(options.input)[: options.programs]
    sources = [row["response"] for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        plain = [{"instruction": row.get("instruction", ""), "response": row["response"]} for row in rows]
        jsonl.write(folder / "corpus.jsonl", plain)
        jsonl.write(folder / "many.jsonl", [{**row, "id": f"{row['id']}#{copy}"} for copy in range(COPIES) for row in rows])
        one = ["--threads", "1", "-q", "--format", "pylintseq"]
        measured([lintseq, "generate", "corpus.jsonl", "-o", "ours.jsonl", *one], folder)
        ours_time = measured([lintseq, "generate", "many.jsonl", "-o", "many.out.jsonl", *one], folder).user / COPIES
        peer_time = measured(
            [python, "-c", "from pylintseq.generate import generate; generate()", "-p", "corpus.jsonl", "-d", "peer", "-c", "1"],
            folder, check=False).user
        ours = figures(jsonl.read(folder / "ours.jsonl"), sources)
        found = list((folder / "peer").glob("*.jsonl"))
        peer = figures(jsonl.read(found[0]) if found else [], sources)
    ours["programs a second"] = round(len(rows) / ours_time)
    peer["programs a second"] = round(len(rows) / peer_time, 2)
    print(f"{'of ' + str(len(rows)) + ' programs':32}{'lintseq':>12}{'pylintseq':>12}")
    for name, figure in ours.items():
        print(f"{name:32}{figure:>12}{peer[name]:>12}")
    if options.json:
        json.dump({"lintseq": ours, "pylintseq": peer}, open(options.json, "w"), indent=1)
    if ours["programs out"] != len(rows) or ours["edits that remove lines"] or ours["final state equals the source"] != len(rows):
        sys.exit("FAILED: lintseq lost a program, removed a line or missed the source")


if __name__ == "__main__":
    main()
