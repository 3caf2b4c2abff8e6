#!/usr/bin/env python3
"""Plants every task of benchmarks in other programs, in several disguises, and asks whether `decontaminate` finds each.

    plants.py LINTSEQ BENCHMARK... [--clean FILE...]

A plant counts as found if its row is left out and the message names its own task. Rows of the clean files, which hold
no benchmark, must pass; those that do not are listed, and fail the run unless what was found is one line.
"""

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
import tokenize
from pathlib import Path

import jsonl

CARRIER = ["import os\n\n\nclass Carrier:\n    name = 'carrier'\n\n\n", "\n\n\ndef carried(path):\n    return os.path.join(path, 'x')\n"]


def without_comments(program: str, docstrings: bool) -> str | None:
    """The program as CPython's tokenizer sees it, without comments and, if asked for, strings that are statements."""
    lines = program.splitlines(keepends=True)
    removed = []
    last, depth = tokenize.NEWLINE, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(program).readline):
            fresh = last in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.NL)
            depth += (token.type == tokenize.OP) * ((token.string in "([{") - (token.string in ")]}"))
            is_docstring = docstrings and token.type == tokenize.STRING and fresh and depth == 0
            if token.type == tokenize.COMMENT or is_docstring:
                removed.append((token.start, token.end))
            if token.type != tokenize.COMMENT:
                last = token.type
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return None
    for (first, start), (last_line, end) in reversed(removed):
        tail = lines[last_line - 1][end:]
        lines[first - 1 : last_line] = [lines[first - 1][:start].rstrip(" \t") + tail]
    return "".join(lines)


def other_white_space(program: str) -> str:
    """Tabs, Windows line ends, blank lines, and blanks wherever Python lets them stand outside of strings."""
    lines = []
    inside = False
    for line in program.splitlines():
        body = line.lstrip()
        lines.append(line[: len(line) - len(body)].replace("    ", "\t") + body)
        inside ^= body.count('"""') % 2 == 1 or body.count("'''") % 2 == 1
        if not inside and not re.search(r"['\"#\\]", body):
            lines[-1] = re.sub(r"\s*([=+*/(),:<>-]+)\s*", r" \1 ", lines[-1].rstrip())
        lines += ["", "  "]
    return "\r\n".join(lines)


def other_comments(program: str) -> str:
    lines = []
    inside = False
    for line in program.splitlines():
        starts = inside
        inside ^= line.count('"""') % 2 == 1 or line.count("'''") % 2 == 1
        plain = not starts and not inside and not line.endswith("\\")
        lines.append(f"{line}  # planted" if plain and line.strip() else line)
    return "\n".join(lines)


def wrapped(program: str) -> str:
    body = "\n".join("    " + line if line.strip() else line for line in program.splitlines())
    return f"def wrapper(argument):\n{body}\n\n    return argument\n"


WAYS = {
    "as it is": lambda program: program,
    "other white space": other_white_space,
    "other comments": other_comments,
    "comments removed": lambda program: without_comments(program, False),
    "comments and docstrings removed": lambda program: without_comments(program, True),
    "wrapped in a function": wrapped,
    "wrapped, docstrings removed": lambda program: (bare := without_comments(program, True)) and wrapped(bare),
}


def tasks(path: Path):
    for row in jsonl.read(path):
        name = str(row.get("task_id", row.get("id")))
        if "canonical_solution" in row:
            yield name, row["prompt"] + row["canonical_solution"]
        else:
            yield name, (row.get("response") or row["code"]).replace("\r\n", "\n")


def run(lintseq: str, rows: list[dict], benchmarks: list[Path], options: list[str]) -> dict[str, str]:
    """The messages of the rows left out, by id."""
    with tempfile.TemporaryDirectory() as folder:
        source, out, rejected = (Path(folder) / name for name in ("in.jsonl", "out.jsonl", "rejected.jsonl"))
        jsonl.write(source, rows)
        named = [argument for path in benchmarks for argument in ("--benchmark", str(path))]
        command = [lintseq, "decontaminate", str(source), *named, "-o", str(out), "--rejected", str(rejected), "-q", *options]
        subprocess.run(command, check=True)
        left = jsonl.read(rejected)
        kept = out.read_text().splitlines()
        assert len(left) + len(kept) == len(rows), "a row was lost"
        originals = {json.dumps(row) for row in rows}
        assert all(line in originals for line in kept), "a row was changed"
        assert all(row["reason"] == "contaminated" for row in left), left
        return {row["id"]: row["message"] for row in left}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("lintseq")
    parser.add_argument("benchmarks", nargs="+", type=Path)
    parser.add_argument("--clean", nargs="*", type=Path, default=[])
    parser.add_argument("--option", action="append", default=[])
    arguments = parser.parse_args()
    failed = False
    for way, disguise in WAYS.items():
        rows = []
        for path in arguments.benchmarks:
            for name, program in tasks(path):
                planted = disguise(program)
                if planted is not None:
                    head, tail = CARRIER
                    rows.append({"id": f"{path.name} {name}", "language": "python", "response": head + planted + tail})
        messages = run(arguments.lintseq, rows, arguments.benchmarks, arguments.option)
        missed = []
        for row in rows:
            name = row["id"].split(" ", 1)[1]
            found = re.findall(r"response:\d+-\d+ (.+?) of ", messages.get(row["id"], ""))
            if name not in found:
                missed.append(row["id"])
        print(f"{way}: {len(rows) - len(missed)} of {len(rows)} found", *missed[:20])
        failed |= bool(missed)
    for path in arguments.clean:
        rows = jsonl.read(path)
        for number, row in enumerate(rows):
            row["id"] = f"{row.get('id', row.get('commit'))} {number}"
        messages = run(arguments.lintseq, rows, arguments.benchmarks, arguments.option)
        print(f"{path.name}: {len(messages)} of {len(rows)} rows left out")
        for name, message in messages.items():
            print(f"  {name}: {message}")
            spans = re.findall(r"\w+:(\d+)-(\d+) ", message)
            failed |= any(first != last for first, last in spans)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
