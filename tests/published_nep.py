#!/usr/bin/env python3
"""The published Next Edit Prediction pipeline, written again from its description, as an oracle.

usage: published_nep.py LINTSEQ COMMITS.jsonl [COMMITS.jsonl ...] [--scattered N] [--bench PUBLISHED]
       published_nep.py LINTSEQ --git REPOSITORY [--git REPOSITORY ...]

What lurf21/NextEditPrediction does with a row of CommitPackFT (data/commitpack_filtering.py, then
commitpack_processing.py, for arXiv 2508.10074), in the words of this file:

1. both contents together have at most 32768 characters (and half of 8192 tokens, which is not asked here);
2. they are compared as lines without their ends, by difflib, as a unified diff with three lines of context;
3. below its two headers, the diff has not exactly one run of rows that begin with + or -;
4. no such run has more than five rows;
5. an expression finds the hunk headers that have both counts; there is one at least, and from the first of them
   to the last there are at most 80 lines, before and after;
6. no row begins with -;
7. where somebody labelled the row, the label is 1;
8. compared as lines with their ends, there is an insertion: the last one is cut out of the new contents, which
   makes the current contents;
9. the text is the old contents, the diff from them to the current ones, these, and the new contents, each below
   its token.

The rows that `lintseq commits --compat nep --format nep` selects must be the same, with the same text. With --git,
the rows are made of the history of a repository, by git itself, and given to lintseq as JSON lines. With --bench, the
example `published` of lintseq-samples is timed beside this file, both on commits in memory.
"""
import argparse
import difflib
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

import jsonl

HEADER = re.compile(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@")
TOKENS = ("<|original_code|>", "<|edits_diff|>", "<|current_version|>", "<|next_version|>")


def unified(before, after, row):
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), fromfile=row["old_file"], tofile=row["new_file"], lineterm="")
    return "\n".join(lines)


def is_selected(row, max_chunk=5, max_window=80, max_characters=32768):
    if len(row["old_contents"]) + len(row["new_contents"]) > max_characters:
        return False
    diff = unified(row["old_contents"], row["new_contents"], row)
    runs = [0]
    for line in diff.split("\n")[2:]:
        if line[:1] in ("+", "-"):
            runs[-1] += 1
        elif runs[-1]:
            runs.append(0)
    runs = [run for run in runs if run]
    if len(runs) == 1 or any(run > max_chunk for run in runs):
        return False
    headers = [tuple(map(int, header)) for header in HEADER.findall(diff)]
    if not headers:
        return False
    first, last = headers[0], headers[-1]
    if max(last[side] + last[side + 1] - first[side] for side in (0, 2)) > max_window:
        return False
    if any(line.startswith("-") for line in diff.split("\n")[2:]):
        return False
    return row.get("label", 1) == 1


def current_contents(row):
    new = row["new_contents"].splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, row["old_contents"].splitlines(keepends=True), new)
    cut = None
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag == "insert":
            cut = (start, end)
    return None if cut is None else "".join(new[: cut[0]] + new[cut[1]:])


def text(row, current):
    parts = (row["old_contents"], unified(row["old_contents"], current, row), current, row["new_contents"])
    return "".join(f"{token}\n{part}\n" for token, part in zip(TOKENS, parts))


def published(rows):
    for row in rows:
        if is_selected(row):
            current = current_contents(row)
            if current is not None:
                yield row["commit"], current, text(row, current)


def git(repository, *arguments):
    return subprocess.run(["git", "-C", repository, *arguments], check=True, capture_output=True).stdout


def rows_of_repository(repository):
    """Commits with one parent that change a single text file, as CommitPackFT has them."""
    log = git(repository, "log", "--no-merges", "--format=%x01%H%x00%s", "--raw", "-z", "--no-renames", "--no-abbrev", "HEAD")
    for entry in log.decode("utf-8", "replace").split("\x01")[1:]:
        fields = [field.lstrip("\n") for field in entry.split("\x00")]
        commit, subject, changes = fields[0], fields[1], [field for field in fields[2:] if field]
        if len(changes) != 2:
            continue
        _, _, old_id, new_id, status = changes[0].split(" ")
        if status != "M":
            continue
        try:
            old, new = (git(repository, "cat-file", "blob", blob).decode("utf-8") for blob in (old_id, new_id))
        except (UnicodeDecodeError, subprocess.CalledProcessError):
            continue
        if "\x00" in old + new:
            continue
        yield {
            "commit": commit, "old_file": changes[1], "new_file": changes[1], "old_contents": old, "new_contents": new,
            "subject": subject, "message": subject, "lang": pathlib.Path(changes[1]).suffix[1:], "license": "", "repos": "",
        }


def compare(lintseq, bench, name, rows, folder):
    source, out = folder / "rows.jsonl", folder / "out.jsonl"
    jsonl.write(source, rows)
    expected, python = None, float("inf")
    for _ in range(3 if bench else 1):
        start = time.process_time()
        expected = list(published(rows))
        python = min(python, time.process_time() - start)
    command = [lintseq, "commits", str(source), "--compat", "nep", "--format", "nep", "--max-tokens", "0", "--threads", "1"]
    subprocess.run([*command, "-q", "-o", str(out)], check=True)
    made = [(row["commit"], row["current_contents"], row["text"]) for row in jsonl.read(out)]
    print(f"{name}: {len(rows)} commits, {len(expected)} selected; Python took {python:.3f} s")
    if bench:
        said = subprocess.run([bench, str(source)], check=True, capture_output=True, text=True).stdout
        seconds = float(said.split(" in ")[1].split()[0])
        print(f"    lintseq: {said.strip()}, {python / max(seconds, 1e-6):.0f} times as fast")
    if made == expected:
        return True
    theirs, mine = ({commit for commit, *_ in rows} for rows in (expected, made))
    print(f"FAILED {name}: missing {sorted(theirs - mine)[:5]}, too many {sorted(mine - theirs)[:5]}")
    for one, other in zip(expected, made):
        if one != other:
            print(f"first difference at {one[0]} / {other[0]}")
            break
    return False


def hostile():
    """Rows made for the corners of the published code, and of difflib."""
    body = [f"line {at}" for at in range(260)]
    popular = ["x"] * 150 + [f"y{at}" for at in range(120)]

    def row(name, old, new, **more):
        return {"commit": name, "old_file": "a.py", "new_file": "a.py", "old_contents": old, "new_contents": new,
                "subject": "s", "message": "m", "lang": "Python", "license": "mit", "repos": "o/r", **more}

    def with_lines(lines, *inserts, end="\n"):
        lines = list(lines)
        for at, line in sorted(inserts, reverse=True):
            lines.insert(at, line)
        return end.join(lines) + end

    plain = with_lines(body)
    yield row("equal", plain, plain)
    yield row("empty", "", "")
    yield row("created", "", "a\nb\n")
    yield row("one line", "b\n", "a\nb\nc\n")
    yield row("two lines", "b\nc\n", "a\nb\nc\nd\n")
    yield row("one chunk", plain, with_lines(body, (5, "new")))
    yield row("two chunks", plain, with_lines(body, (5, "new"), (40, "newer")))
    yield row("same lines", plain, with_lines(body, (5, "line 7"), (9, "line 7")))
    yield row("far", plain, with_lines(body, (5, "new"), (120, "newer")))
    for last in range(70, 84):
        yield row(f"window to {last}", plain, with_lines(body, (5, "new"), (last, "newer")))
    yield row("removed", plain, with_lines(body[:50] + body[51:], (5, "new")))
    yield row("minus", with_lines(["-- a"] + body), with_lines(["-- a", "-- b"] + body, (9, "--- c")))
    yield row("crlf", with_lines(body, end="\r\n"), with_lines(body, (5, "new"), (40, "newer"), end="\r\n"))
    yield row("to crlf", plain, with_lines(body, (5, "new"), (40, "newer"), end="\r\n"))
    yield row("no newline", plain[:-1], with_lines(body, (5, "new"), (260, "newer")))
    yield row("newline lost", plain, with_lines(body, (5, "new"), (40, "newer"))[:-1])
    yield row("odd ends", "a\x0bb\x0cc\x1cd\x85e\u2028f\rg\n" + plain, "new\na\x0bb\x0cc\x1cd\x85z\x85e\u2028f\rg\n" + plain)
    yield row("quoted header", plain, with_lines(body, (5, "@@ -1,2 +900,3 @@"), (7, "@@ -١,2 +3,٩٩٩ @@")))
    yield row("quoted header of other digits", plain, with_lines(body, (5, "new"), (7, "@@ -1,2 +1,٤ @@")))
    yield row("popular", with_lines(popular), with_lines(popular, (3, "x"), (200, "x"), (210, "y3")))
    yield row("popular and unique", with_lines(popular + body), with_lines(popular + body, (151, "x"), (160, "u"), (170, "x")))
    yield row("path with newline", plain, with_lines(body, (5, "new"), (40, "newer")), old_file="a\n-b.py")
    yield row("labelled 0", plain, with_lines(body, (5, "new"), (40, "newer")), label=0)
    yield row("labelled 1", plain, with_lines(body, (5, "new"), (40, "newer")), label=1)
    yield row("tokens", plain, with_lines(body, (5, "<|next_version|>"), (40, "<|endoftext|>")))
    yield row("long line", "x" * 12000 + "\n" + "b\n" * 8, "x" * 12000 + "\n1\n" + "b\n" * 4 + "2\n" + "b\n" * 4)
    yield row("nul", "a\x00\n" + plain, "a\x00\n1\n" + plain + "2\n")
    for size in (16381, 16382, 16383):
        big = "é" * size + "\n"
        yield row(f"{2 * size} characters", big, "1\n" + big + "2\n")


def scattered(rows, count):
    """Commits drawn at random: a few short runs of lines, old, new or odd, come into a real text."""
    draw = random.Random(1)
    odd = ["", "\t", "}", "-- x", "@@ -1,2 +3,4 @@", "a\rb", "a\x0cb", "é\u2028"]
    for number in range(count):
        row = draw.choice(rows)
        lines = row["new_contents"].splitlines(keepends=True)
        start = draw.randrange(len(lines) + 1)
        places = sorted(min(len(lines), start + draw.randrange(70)) for _ in range(draw.choice((1, 2, 2, 3, 4))))
        new = list(lines)
        for place in reversed(places):
            choose = lambda: draw.choice(odd) if draw.random() < 0.1 else draw.choice(lines or odd).rstrip("\r\n")
            new[place:place] = [choose() + "\n" for _ in range(draw.choice((1, 1, 2, 3, 6)))]
        if draw.random() < 0.05 and new:
            del new[draw.randrange(len(new))]
        yield {**row, "commit": f"{row['commit']} {number}", "old_contents": row["new_contents"], "new_contents": "".join(new)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lintseq")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--git", action="append", default=[], metavar="REPOSITORY")
    parser.add_argument("--scattered", type=int, default=1000, metavar="N", help="commits drawn of each file's texts")
    parser.add_argument("--bench", metavar="PUBLISHED", help="target/release/examples/published")
    options = parser.parse_args()
    is_well = True
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sources = [("corners", list(hostile()))]
        sources += [(name, jsonl.read(name)) for name in options.files]
        sources += [(f"{name}, scattered", list(scattered(jsonl.read(name), options.scattered))) for name in options.files]
        sources += [(name, list(rows_of_repository(name))) for name in options.git]
        for name, rows in sources:
            is_well &= compare(options.lintseq, options.bench, name, rows, folder)
    sys.exit(not is_well)


if __name__ == "__main__":
    main()
