"""The matches of `lintseq judge` beside the published definitions.

The definitions are those of lurf21/NextEditPrediction (`evaluate/evaluate.py`), written
anew over Python's own difflib: a prediction matches in part if it makes the first hunk of the truth, and in position if
some hunk of it has the same unchanged lines; hunks that change blank lines only do not count.

    published_metrics.py LINTSEQ SAMPLES
"""
import difflib
import pathlib
import random
import subprocess
import sys
import tempfile

import jsonl


def hunks(old, new):
    found = []
    for row in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm=""):
        if row.startswith("@@"):
            found.append([])
        if found:
            found[-1].append(row)
    blank = lambda hunk: not any(row[1:].strip() for row in hunk if row[:1] in "+-")
    return [hunk for hunk in found if not blank(hunk)]


def matches(current, truth, prediction):
    true, predicted = hunks(current, truth), hunks(current, prediction)
    if not true:
        return truth == prediction, False, False
    context = lambda hunk: [row for row in hunk if row.startswith(" ")]
    places = [context(hunk) for hunk in predicted]
    return truth == prediction, true[0] in predicted, context(true[0]) in places


def predictions(samples, draw):
    """Every truth with some of its lines changed, left out, doubled, moved or blank."""
    for sample in samples:
        current, truth = sample["current"], sample["next"]
        yield sample, truth
        yield sample, current
        lines = truth.splitlines(keepends=True)
        for _ in range(4):
            changed = list(lines)
            for _ in range(draw.randint(1, 3)):
                if not changed:
                    break
                at = draw.randrange(len(changed))
                what = draw.choice(["drop", "double", "blank", "other", "swap"])
                if what == "drop":
                    del changed[at]
                elif what == "double":
                    changed.insert(at, changed[at])
                elif what == "blank":
                    changed.insert(at, "\n")
                elif what == "other":
                    changed[at] = "other = 1\x0c\n"
                else:
                    to = draw.randrange(len(changed))
                    changed[at], changed[to] = changed[to], changed[at]
            yield sample, "".join(changed)


def main(lintseq, samples):
    draw = random.Random(7)
    samples = [sample for sample in jsonl.read(samples) if sample["kind"] == "edit"][:400]
    cases = list(predictions(samples, draw))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rows = [{"id": str(at), "current_contents": sample["current"], "ground_truth": sample["next"],
                 "model_output": prediction} for at, (sample, prediction) in enumerate(cases)]
        jsonl.write(folder / "in.jsonl", rows)
        command = [lintseq, "judge", str(folder / "in.jsonl"), "-o", str(folder / "out.jsonl"), "-q"]
        subprocess.run(command, check=True)
        judged = jsonl.read(folder / "out.jsonl")
    assert len(judged) == len(cases), (len(judged), len(cases))
    totals = [0, 0, 0]
    for (sample, prediction), row in zip(cases, judged):
        expected = [int(match) for match in matches(sample["current"], sample["next"], prediction)]
        found = [row["exact_match"], row["partial_match"], row["position_match"]]
        assert found == expected, (found, expected, sample["id"], prediction)
        totals = [total + match for total, match in zip(totals, expected)]
    assert all(0 < total < len(cases) for total in totals), totals
    print(f"{len(cases)} predictions: exact {totals[0]}, partial {totals[1]}, position {totals[2]}, the same as published")


if __name__ == "__main__":
    main(*sys.argv[1:])
