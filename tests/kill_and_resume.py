#!/usr/bin/env python3
"""Kill runs at random moments and resume them: the bytes must be those of an undisturbed run.

usage: kill_and_resume.py LINTSEQ INPUT.jsonl [--command NAME] [--kills 20] [--copies 200] [--threads 2] [--format NAME] [-- FLAGS…]

The input is repeated under new ids, so that a run lasts long enough to be hit.
"""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import jsonl


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lintseq")
    parser.add_argument("input")
    parser.add_argument("--command", default="generate")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--threads", default="2")
    parser.add_argument("--format", help="the command's own default, if none is named")
    arguments = sys.argv[1:]
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options, flags = parser.parse_args(arguments[:at]), arguments[at + 1 :]
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rows = jsonl.read(options.input)
        key = "id" if "id" in rows[0] else "commit"
        corpus = folder / "corpus.jsonl"
        jsonl.write(corpus, [{**row, key: f"{row[key]}#{copy}"} for copy in range(options.copies) for row in rows])

        def command(output, *more):
            fixed = ["-q", "--threads", options.threads, *flags]
            if options.format:
                fixed += ["--format", options.format]
            # What is left out is to be the same as well.
            fixed += ["--rejected", rejected_of(output)]
            return [options.lintseq, options.command, str(corpus), "-o", str(output), *fixed, *more]

        def rejected_of(output):
            return f"{output}.rejected.jsonl"

        def read(output):
            return output.read_bytes(), pathlib.Path(rejected_of(output)).read_bytes()

        whole = folder / "whole.jsonl.zst"
        start = time.monotonic()
        subprocess.run(command(whole), check=True)
        took = time.monotonic() - start
        expected = read(whole)
        hits, finished = 0, 0
        output = folder / "killed.jsonl.zst"
        while hits < options.kills:
            run = subprocess.Popen(command(output, "--resume"))
            time.sleep(random.uniform(0.05, 0.9) * took)
            if run.poll() is None:
                run.kill()
                run.wait()
                hits += 1
                if output.exists():
                    sys.exit("FAILED: a killed run left a file under its final name")
            elif run.returncode:
                sys.exit(f"FAILED: a resumed run ended with status {run.returncode}")
            else:
                finished += 1
                if read(output) != expected:
                    sys.exit("FAILED: the bytes differ after a resume")
                for left in folder.glob("killed*"):
                    left.unlink()
        subprocess.run(command(output, "--resume"), check=True)
        if read(output) != expected:
            sys.exit("FAILED: the bytes differ after the last resume")
        sizes = " and ".join(f"{len(part):,}" for part in expected)
        print(f"killed {hits} times, finished {finished + 1} times, {sizes} bytes each time the same")


if __name__ == "__main__":
    main()
