#!/usr/bin/env python3
"""Run lintseq dedup, datatrove and rensa on the same records in the same run, and print what comes out.

usage: compare_dedup.py LINTSEQ PROGRAMS.jsonl... [--records 4000] [--bands 14] [--rows 8] [--json OUT.json]

The interpreter must have datatrove, spacy and rensa. From programs with `content` or `response` records are planted:
copies with names edited to a known Jaccard similarity over shingles of five code tokens. Every tool goes from the same
JSON lines to decisions in a process of its own, on one thread, with the same bands, rows and shingle width:

  lintseq           `dedup`, which also writes the rows that stay
  datatrove         its own four stages: signatures, buckets, clusters, filter, on its local executor
  rensa             the tokens of a regular expression joined to shingles, the full digest of a matrix, its LSH

Seconds are user and system time of the process, its start taken off; memory is its peak. Recall is over planted pairs;
of a pair that was joined with what it is not like, neither record may stay. Precision is the share of the records left
out that are alike in truth (see THRESHOLD) with another record of their cluster, computed here from the texts.
Fails if lintseq finds another share than theory promises by more than two points and chance, if precision with
`--verify` is not exactly 1, or if it decides otherwise of shards in another order or on two threads; for little memory
see bounded_dedup.py. Says how fast, and asserts nothing about it.
"""
import argparse
import json
import os
import pathlib
import random
import re
import sys
import tempfile

from measured import measured

WIDTH = 5
LETTERS = "abcdefghij"
LEVELS = (0.7, 0.8, 0.9, 0.95)
# From which similarity on records are alike: a planted pair is within two hundredths of its level.
THRESHOLD = 0.69
TOKEN = re.compile(r"\w+|[^\w\s]")

def shingles(tokens):
    if len(tokens) <= WIDTH:
        return {tuple(tokens)} if tokens else set()
    return set(zip(*(tokens[at:] for at in range(WIDTH))))

def jaccard(one, other):
    return len(one & other) / len(one | other)

def edited(text, target, draw):
    """The text with so many names renamed that the similarity comes closest to the target."""
    spans = [match.span() for match in TOKEN.finditer(text)]
    tokens = [text[start:end] for start, end in spans]
    before = shingles(tokens)
    words = [at for at, token in enumerate(tokens) if token[0].isalpha()]
    draw.shuffle(words)
    best = (1.0, 1.0, list(tokens))
    current = list(tokens)
    for at in words:
        current[at] = f"{tokens[at]}{draw.choice(LETTERS)}"
        similarity = jaccard(before, shingles(current))
        if abs(similarity - target) < abs(best[1] - target):
            best = (similarity, similarity, list(current))
        if similarity < target:
            break
    parts, position = [], 0
    for (start, end), token in zip(spans, best[2]):
        parts += [text[position:start], token]
        position = end
    return "".join(parts) + text[position:], best[1]

def plant(files, count, draw):
    programs = []
    for file in files:
        for line in open(file):
            row = json.loads(line)
            text = row.get("content") or row.get("response") or row.get("canonical_solution") or row.get("code")
            tokens = TOKEN.findall(text or "")
            if len(tokens) >= 60 and len(text) < 20_000 and text.isascii():
                programs.append(text)
    rows, pairs = [], []
    at = 0
    while len(rows) < count:
        source = programs[at % len(programs)]
        # Every pair has names of its own, so that pairs of one program are not alike among themselves; without digits,
        # which are all one to datatrove.
        suffix = "_" + "".join(LETTERS[int(digit)] for digit in str(at)) if at >= len(programs) else ""
        base = re.sub(r"[A-Za-z_]\w+", lambda match, suffix=suffix: match.group() + suffix, source)
        target = LEVELS[at % len(LEVELS)]
        copy, similarity = edited(base, target, draw)
        if abs(similarity - target) < 0.02:
            pairs.append((f"a{at}", f"b{at}", target, similarity))
            rows += [{"id": f"a{at}", "text": base}, {"id": f"b{at}", "text": copy}]
        at += 1
        if at > 20 * count:
            sys.exit("too few programs of at least 60 tokens")
    draw.shuffle(rows)
    return rows, pairs

def on_one_thread(command, folder):
    """Seconds, peak and output of a command."""
    seconds, _, peak, out = measured(command, folder, RAYON_NUM_THREADS="1", OMP_NUM_THREADS="1")
    return seconds, round(peak), out

# Each peer is a program of its own: reads `in.jsonl`, prints the ids that stay.
RENSA = """
import json, re, sys
from rensa import RMinHash, RMinHashLSH
bands, rows, width, start_only = map(int, sys.argv[1:])
if not start_only:
    token = re.compile(r"\\w+|[^\\w\\s]")
    ids, sets = [], []
    for line in open("in.jsonl"):
        row = json.loads(line)
        tokens = token.findall(row["text"])
        ids.append(row["id"])
        sets.append(list(map(" ".join, zip(*(tokens[at:] for at in range(width))))) or [" ".join(tokens)])
    matrix = RMinHash.digest_matrix_from_token_sets(sets, bands * rows, 42)
    lsh = RMinHashLSH(0.0, bands * rows, bands)
    for identifier, flag in zip(ids, lsh.query_duplicate_flags_matrix_one_shot(matrix)):
        print(identifier, int(flag))
"""

RENSA_RHO = RENSA.replace("digest_matrix_from_token_sets(", "digest_matrix_from_token_sets_rho(")

DATATROVE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature, MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.hashing import HashConfig
bands, rows, width, start_only = map(int, sys.argv[1:])
if not start_only:
    config = MinhashConfig(n_grams=width, num_buckets=bands, hashes_per_bucket=rows, hash_config=HashConfig(precision=64))
    def reader():
        return JsonlReader(".", glob_pattern="in.jsonl", doc_progress=False)
    def go(*pipeline, tasks=1):
        LocalPipelineExecutor(list(pipeline), tasks=tasks, workers=1, logging_dir=None, skip_completed=False).run()
    go(reader(), MinhashDedupSignature("sig", config=config))
    go(MinhashDedupBuckets("sig", "buckets", config=config), tasks=bands)
    go(MinhashDedupCluster("buckets", "remove", config=config))
    go(reader(), MinhashDedupFilter("remove"), JsonlWriter("kept", output_filename="kept.jsonl", compression=None))
"""

def lintseq(options, folder, source, out, *more, threads=1):
    command = [
        options.lintseq, "dedup", source, "-o", out, "--field", "text", "--threads", str(threads), "--bands",
        str(options.bands), "--rows", str(options.rows), "--shingle", str(WIDTH), "--rejected", f"{out}.rejected", "-q", *more,
    ]
    seconds, peak, _ = on_one_thread(command, folder)
    start, *_ = on_one_thread([options.lintseq, "--version"], folder)
    decisions = {json.loads(line)["id"]: "stays" for line in open(folder / out)}
    for line in open(folder / f"{out}.rejected"):
        row = json.loads(line)
        decisions[row["id"]] = row["message"]
    return seconds - start, peak, decisions

def peer(program, options, folder):
    arguments = [sys.executable, "-c", program, str(options.bands), str(options.rows), str(WIDTH)]
    start, *_ = on_one_thread([*arguments, "1"], folder)
    seconds, peak, said = on_one_thread([*arguments, "0"], folder)
    return seconds - start, peak, said

def recall(pairs, is_found):
    return {level: sum(map(is_found, of)) / len(of) for level in LEVELS if (of := [p for p in pairs if p[2] == level])}

def precision(decisions, sets):
    """Records left out, and how many of them are alike with another record of their cluster."""
    clusters = {}
    for record, decision in decisions.items():
        first = record if decision == "stays" else decision.removeprefix("of the record with the id ")
        clusters.setdefault(first, []).append(record)
    out = alike = 0
    for first, members in clusters.items():
        for record in set(members) - {first}:
            out += 1
            alike += any(jaccard(sets[record], sets[other]) >= THRESHOLD for other in members if other != record)
    return out, alike

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lintseq")
    parser.add_argument("programs", nargs="+")
    parser.add_argument("--records", type=int, default=4000)
    parser.add_argument("--bands", type=int, default=14)
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--json")
    options = parser.parse_args()
    options.lintseq = os.path.abspath(options.lintseq)
    draw = random.Random(0)
    rows, pairs = plant(options.programs, options.records, draw)
    report = {"records": len(rows), "bytes": 0, "bands": options.bands, "rows": options.rows, "tools": {}}

    def theory(pair):
        return 1 - (1 - pair[3] ** options.rows) ** options.bands

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        lines = [json.dumps(row) for row in rows]
        (folder / "in.jsonl").write_text("".join(f"{line}\n" for line in lines))
        report["bytes"] = (folder / "in.jsonl").stat().st_size
        expected = {level: sum(map(theory, of)) / len(of) for level in LEVELS if (of := [p for p in pairs if p[2] == level])}
        report["theory"] = expected

        sets = {row["id"]: shingles(TOKEN.findall(row["text"])) for row in rows}

        def add(name, seconds, peak, found, kept=None, decisions=None):
            tool = {"seconds": round(seconds, 3), "peak MiB": peak, "recall": found}
            shown = " ".join(f"{level}: {share:.3f}" for level, share in found.items())
            if kept is not None:
                tool["pairs of which neither stays"] = sum(not kept & {one, other} for one, other, *_ in pairs)
                shown += f"  neither stays: {tool['pairs of which neither stays']}"
            if decisions is not None:
                out, alike = precision(decisions, sets)
                tool |= {"left out": out, "of them alike": alike}
                shown += f"  precision: {alike} of {out}, {alike / out:.4f}"
            report["tools"][name] = tool
            print(f"{name:<28} {seconds:8.2f} s {peak:6} MiB  {shown}", flush=True)

        print(f"{len(rows)} records, {report['bytes'] / 1e6:.1f} MB, {len(pairs)} planted pairs")
        print(f"{'theory':<28} {'':>8}   {'':>6}      " + " ".join(f"{level}: {share:.3f}" for level, share in expected.items()))

        def gone(kept):
            return lambda pair: not (pair[0] in kept and pair[1] in kept)

        def staying(decisions):
            return {record for record, decision in decisions.items() if decision == "stays"}

        seconds, peak, decisions = lintseq(options, folder, "in.jsonl", "kept.jsonl")
        kept = staying(decisions)
        ours = recall(pairs, gone(kept))
        add("lintseq dedup", seconds, peak, ours, kept, decisions)
        verify = ["--verify", "--threshold", str(THRESHOLD)]
        *verified, verified_decisions = lintseq(options, folder, "in.jsonl", "verified.jsonl", *verify)
        kept = staying(verified_decisions)
        add("lintseq dedup --verify", *verified, recall(pairs, gone(kept)), kept, verified_decisions)
        out, alike = precision(verified_decisions, sets)
        if alike != out:
            sys.exit(f"--verify leaves out {out - alike} records that are like no other of their cluster")
        draw.shuffle(lines)
        shards = folder / "shards"
        shards.mkdir()
        for part in range(16):
            (shards / f"{part:02}.jsonl").write_text("".join(f"{line}\n" for line in lines[part::16]))
        for what, source, more, threads in [
            ("sixteen shards in another order", "shards", [], 1),
            ("sixteen shards on two threads", "shards", [], 2),
            ("--verify, sixteen shards on two threads", "shards", verify, 2),
        ]:
            expected_decisions = verified_decisions if "--verify" in more else decisions
            again = lintseq(options, folder, source, "again.jsonl", *more, threads=threads)[2]
            if again != expected_decisions:
                differ = sum(again.get(record) != decision for record, decision in expected_decisions.items())
                sys.exit(f"{what}: {differ} records are decided otherwise")
            print(f"{what}: the same decisions", flush=True)

        for name, program in {"rensa, full digest": RENSA, "rensa, rho digest": RENSA_RHO}.items():
            seconds, peak, said = peer(program, options, folder)
            flags = dict(line.split() for line in said.splitlines())
            add(name, seconds, peak, recall(pairs, lambda pair: flags[pair[0]] == flags[pair[1]] == "1"))
        seconds, peak, _ = peer(DATATROVE, options, folder)
        kept = {json.loads(line)["id"] for line in open(folder / "kept" / "kept.jsonl")}
        add("datatrove", seconds, peak, recall(pairs, gone(kept)), kept)
        for level, share in ours.items():
            pairs_of = [pair for pair in pairs if pair[2] == level]
            noise = 3 * (expected[level] * (1 - expected[level]) / len(pairs_of)) ** 0.5
            if abs(share - expected[level]) > 0.02 + noise:
                sys.exit(f"recall at {level}: {share:.3f}, theory {expected[level]:.3f}")
        base = report["tools"]["lintseq dedup"]["seconds"]
        for name, tool in report["tools"].items():
            tool["times lintseq"] = round(tool["seconds"] / base, 1)
            print(f"{name:<28} {tool['times lintseq']:6.1f} × the time of lintseq dedup")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(report, indent=1) + "\n")

if __name__ == "__main__":
    main()
