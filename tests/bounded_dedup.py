#!/usr/bin/env python3
"""Deduplicate many made-up records with little memory and with much, and see that the decisions are the same.

usage: bounded_dedup.py LINTSEQ [--records 1000000] [--memory 256MB] [--json OUT.json]

A fifth of the records are copies of another with one line more. Prints time, peak memory, and the bytes that
signatures of 14 bands of 8 rows take for each record as Parquet. Fails if decisions differ, or if the peak is above what
`--help` promises: the limit, and 16 bytes a record (32 with `--verify`).
"""
import argparse
import hashlib
import json
import os
import pathlib
import random
import sys
import tempfile

from measured import measured

VERBS = "load store merge split rank trim weigh route pack probe sweep align".split()
NOUNS = "tide harbour crane barge ledger signal parcel window beacon quarry timber engine".split()

def program(draw):
    names = [f"{draw.choice(NOUNS)}_{draw.randrange(10_000)}" for _ in range(5)]
    verb = draw.choice(VERBS)
    one, other, third, fourth, fifth = names
    return (
        f"def {verb}_{one}({other}, {third}):\n    {fourth} = {other} * {draw.randrange(1000)}\n"
        f"    for {fifth} in {third}:\n        {fourth} += {fifth}.{draw.choice(VERBS)}({draw.randrange(1000)})\n"
        f"    return {fourth} - {draw.randrange(1000)}\n"
    )

def write(path, count):
    draw = random.Random(0)
    recent = []
    with open(path, "w") as out:
        for record in range(count):
            if recent and draw.random() < 0.2:
                text = draw.choice(recent).replace("return", f"{draw.choice(NOUNS)}()\n    return")
            else:
                text = program(draw)
                recent = [*recent[-999:], text]
            out.write(json.dumps({"id": f"{record:07}", "content": text}) + "\n")

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lintseq")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--memory", default="256MB")
    parser.add_argument("--json")
    options = parser.parse_args()
    lintseq = os.path.abspath(options.lintseq)
    report = {"records": options.records}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        records, kept = folder / "in.jsonl", folder / "kept.jsonl"
        write(records, options.records)
        report["bytes"] = records.stat().st_size
        shape = ["--bands", "14", "--rows", "8", "--threads", "1", "--temporary", str(folder), "-q"]
        print(f"{options.records} records, {report['bytes'] / 1e6:.0f} MB")
        for more, beside in ([], 16), (["--verify"], 32):
            hashes = set()
            for memory in options.memory, "64GiB":
                command = [lintseq, "dedup", str(records), "-o", str(kept), "--memory", memory, *shape, *more]
                seconds, _, peak, _ = measured(command)
                hashes.add(hashlib.file_digest(open(kept, "rb"), "blake2b").hexdigest())
                name = " ".join(["dedup", *more, "--memory", memory])
                report[name] = {"seconds": round(seconds, 1), "peak MiB": round(peak)}
                print(f"{name:<32} {seconds:6.1f} s {peak:6.0f} MiB", flush=True)
                if memory == options.memory and memory.endswith("MB"):
                    allowed = int(memory[:-2]) * 1e6 / 2**20 + options.records * beside / 2**20
                    if peak > allowed:
                        sys.exit(f"{peak:.0f} MiB are more than {allowed:.0f}")
            if len(hashes) > 1:
                sys.exit(f"dedup {' '.join(more)}: less memory decides otherwise")
            print("the same decisions, in the same bytes")
            report["rows that stay"] = sum(1 for _ in open(kept))
        signatures = folder / "signatures.parquet"
        measured([lintseq, "dedup", str(records), "-o", str(signatures), "--stage", "signatures", *shape])
        report["bytes a signature"] = round(signatures.stat().st_size / options.records, 1)
        print(f"signatures as Parquet: {report['bytes a signature']} bytes a record")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(report, indent=1) + "\n")

if __name__ == "__main__":
    main()
