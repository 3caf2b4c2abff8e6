#!/usr/bin/env python3
"""OpenCodeEdit's filter of edits, written again from its definitions, as an oracle.

usage: published_filter.py LINTSEQ COMMITS.jsonl [COMMITS.jsonl ...] [--git REPOSITORY ...] [--scattered N]

What zkzhang88/OpenCodeEdit does with a pair of texts (generation/utils/statistic_funcs.py, for arXiv 2509.25203), in the
words of this file:

1. both are cut by str.splitlines, without the ends of lines, and compared by difflib.SequenceMatcher as it is;
2. a replaced run counts the longer of its two sides, an inserted or deleted one its lines; their sum is the size;
3. an equal run of more than six lines ends a hunk and is in none; everything else goes on with one;
4. the pair stays if its size is 1 to 70 and its hunks are at most 7.

The rows that `lintseq filter --max-modified-lines N --max-hunks M --diff-compat difflib` keeps must be the same, byte for
byte. The limits are tried as published and tighter; besides the commits there are rows for the corners of difflib.
"""
import argparse
import difflib
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import jsonl
from published_nep import hostile, rows_of_repository, scattered

LIMITS = ((70, 7), (20, 3), (6, 2), (1, 1))


def size(old, new, context=3):
    matcher = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines())
    lines = hunks = 0
    is_open = False
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal" and i2 - i1 > 2 * context:
            is_open = False
            continue
        if tag == "replace":
            lines += max(i2 - i1, j2 - j1)
        elif tag != "equal":
            lines += i2 - i1 + j2 - j1
        hunks += not is_open
        is_open = True
    return lines, hunks


def near_the_limits():
    """Pairs around 70 lines and 7 hunks, with few and with many popular lines between."""
    for filler in ("unique", "popular"):
        for count in range(1, 12):
            for lines in (1, 6, 9, 10, 11, 69, 70, 71):
                old, new = [], []
                for hunk in range(count):
                    gap = [f"{filler} {hunk} {at}" if filler == "unique" else "x" for at in range(5 + hunk % 4)]
                    old += gap + [f"old {hunk} {at}" for at in range(lines)]
                    new += gap + [f"new {hunk} {at}" for at in range(max(1, lines - hunk % 3))]
                yield {"commit": f"{filler} {count} {lines}", "old_contents": "\n".join(old), "new_contents": "\n".join(new)}


def shuffled(rows, count):
    """Real texts with lines moved, repeated and dropped, where difflib and a minimal diff disagree most."""
    draw = random.Random(2)
    for number in range(count):
        row = draw.choice(rows)
        new = row["new_contents"].splitlines(keepends=True)
        for _ in range(draw.choice((1, 3, 9, 27))):
            if new:
                at = draw.randrange(len(new))
                line = new.pop(at) if draw.random() < 0.6 else new[at]
                if draw.random() < 0.7:
                    new.insert(draw.randrange(len(new) + 1), line)
        yield {"commit": f"shuffled {number}", "old_contents": row["old_contents"], "new_contents": "".join(new)}


def compare(lintseq, name, rows, folder):
    source, out = folder / "rows.jsonl", folder / "out.jsonl"
    lines = [json.dumps({**row, "commit": f"{number} {row['commit']}"}) for number, row in enumerate(rows)]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sizes = [size(row["old_contents"], row["new_contents"]) for row in rows]
    is_equal = True
    for most_lines, most_hunks in LIMITS:
        expected = [line for line, (modified, hunks) in zip(lines, sizes) if 0 < modified <= most_lines and hunks <= most_hunks]
        command = [lintseq, "filter", str(source), "--max-modified-lines", str(most_lines), "--max-hunks", str(most_hunks)]
        subprocess.run([*command, "--diff-compat", "difflib", "-q", "-o", str(out)], check=True)
        made = out.read_text(encoding="utf-8").splitlines() if out.stat().st_size else []
        print(f"{name}: {len(rows)} edits, {len(expected)} of at most {most_lines} lines in {most_hunks} hunks")
        if made != expected:
            differ = sorted(set(made) ^ set(expected))
            print(f"FAILED {name}: {len(differ)} differ, the first {differ[0][:200] if differ else 'in their order'}")
            is_equal = False
    return is_equal


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lintseq")
    parser.add_argument("commits", nargs="*")
    parser.add_argument("--git", action="append", default=[])
    parser.add_argument("--scattered", type=int, default=300)
    arguments = parser.parse_args()
    sources = [(path, jsonl.read(path)) for path in arguments.commits]
    sources += [(path, list(rows_of_repository(path))) for path in arguments.git]
    real = [row for _, rows in sources for row in rows]
    sources += [("corners", list(hostile())), ("limits", list(near_the_limits()))]
    if real:
        sources += [("scattered", list(scattered(real, arguments.scattered))), ("shuffled", list(shuffled(real, arguments.scattered)))]
    with tempfile.TemporaryDirectory() as folder:
        results = [compare(arguments.lintseq, name, rows, pathlib.Path(folder)) for name, rows in sources]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
