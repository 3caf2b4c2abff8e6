"""Unified diffs, applied by an implementation that shares nothing with the one that is tested."""
import collections
import re

HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")

Line = collections.namedtuple("Line", "text edit")  # edit: the index of the edit that added the line


class ApplyError(ValueError):
    """A diff that does not fit the state before it."""


def states(edits, source, whole_lines):
    """Yield the text after each edit in order, its lines, and the number of hunks of the edit.

    With whole lines each ends in a newline, except the last one of a source without a newline at its end, once a diff
    has said so; otherwise newlines join them.
    """
    lines, open_end = [], False
    last_line = source.rsplit("\n", 1)[-1]
    for step, diff in enumerate(edits):
        lines, hunks = apply_diff(lines, diff, step)
        open_end |= "\n\\ No newline at end of file" in diff
        ends_in_newline = whole_lines and lines and not (open_end and lines[-1].text == last_line)
        yield "\n".join(line.text for line in lines) + ("\n" if ends_in_newline else ""), lines, hunks


def apply_diff(lines, diff, edit):
    """Apply one unified diff to a list of Line; returns (new lines, number of hunks)."""
    out, position, hunks = [], 0, 0
    rows = diff.split("\n")
    i = 0
    while i < len(rows) and not rows[i].startswith("@@"):
        i += 1
    while i < len(rows):
        match = HUNK.match(rows[i])
        if not match:
            raise ApplyError(f"bad hunk header {rows[i]!r}")
        old_start, old_len, new_len = int(match[1]), int(match[2] or 1), int(match[4] or 1)
        start = old_start if old_len == 0 else old_start - 1
        if start < position or start > len(lines):
            raise ApplyError("hunk out of range")
        out += lines[position:start]
        position = start
        hunks += 1
        i += 1
        old_seen = new_seen = 0
        while old_seen < old_len or new_seen < new_len:
            if i >= len(rows):
                raise ApplyError("hunk too short")
            row = rows[i]
            i += 1
            if row.startswith("\\"):
                continue
            mark, body = (row[:1] or " "), row[1:]
            if mark == "+":
                out.append(Line(body, edit))
                new_seen += 1
                continue
            if position >= len(lines) or lines[position].text != body:
                raise ApplyError(f"mismatch at {position}: {body!r}")
            if mark != "-":
                out.append(lines[position])
                new_seen += 1
            old_seen += 1
            position += 1
        while i < len(rows) and (rows[i].startswith("\\") or rows[i] == "" and i == len(rows) - 1):
            i += 1
    return out + lines[position:], hunks
