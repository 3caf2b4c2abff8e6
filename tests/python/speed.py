"""What the wheel costs beside the command line: the same records, user time, the least of some rounds.

python speed.py LINTSEQ [--rounds N] [--limit SHARE]

The command reads the records from a Parquet file and writes rows of JSON; the wheel gets one Arrow batch and gives
back Arrow batches. Both work on one thread. Runs alternate, and the least of each is what it takes without what else the
machine does.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import lintseq
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]


def records(count):
    """Programs of the examples, again and again under other ids."""
    rows = [json.loads(line) for line in (ROOT / "examples" / "programs.jsonl").read_text().splitlines()]
    texts = [next(row[name] for name in ("response", "content", "code", "text") if name in row) for row in rows]
    at = range(count)
    return pa.table({"id": [f"p{i}" for i in at], "content": [texts[i % len(texts)] for i in at]})


def user_time(who):
    return resource.getrusage(who).ru_utime


def of_command(binary, file, format):
    before = user_time(resource.RUSAGE_CHILDREN)
    arguments = [binary, "generate", file, "--format", format, "--threads", "1", "-q", "-o", "/dev/null"]
    subprocess.run(arguments, check=True)
    return user_time(resource.RUSAGE_CHILDREN) - before


def of_wheel(batch, format):
    before = user_time(resource.RUSAGE_SELF)
    for _ in lintseq.generate(batch, format=format):
        pass
    return user_time(resource.RUSAGE_SELF) - before


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lintseq")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--limit", type=float, default=0.10)
    arguments = parser.parse_args()
    table = records(arguments.records)
    batch = table.combine_chunks().to_batches()[0]
    too_slow = []
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "records.parquet")
        pq.write_table(table, file)
        for format in ["sequences", "samples"]:
            times = [
                (of_command(arguments.lintseq, file, format), of_wheel(batch, format))
                for _ in range(arguments.rounds)
            ]
            command, wheel = (min(side) for side in zip(*times))
            share = wheel / command - 1
            print(f"{format}: command {command:.3f} s, wheel {wheel:.3f} s, {share:+.1%} for {len(table)} records")
            if share > arguments.limit:
                too_slow.append(format)
    return f"more than {arguments.limit:.0%} slower: {', '.join(too_slow)}" if too_slow else 0


if __name__ == "__main__":
    sys.exit(main())
