#!/usr/bin/env python3
"""Holds the sequences of every language to its own compiler.

usage: judged_by_compilers.py LINTSEQ PROGRAMS.jsonl WORK_FOLDER

Every program must compile alone. With the default linter, the share of states with an error that their program does not
have may not exceed the bound of the language; with its compiler as the linter there may be none. States are judged by
check_compile.py, which knows nothing of lintseq but the rows it writes.
"""
import json
import pathlib
import subprocess
import sys

import jsonl

# The compiler as a linter, and the largest share of bad states without it.
LANGUAGES = {
    "rust": (["rustc"], 0.03),
    "javascript": (["node", "oxlint"], 0.005),
    "typescript": (["tsc"], 0.02),
    "go": (["go"], 0.02),
    "java": (["javac"], 0.02),
    "c": (["gcc"], 0.01),
    "cpp": (["g++"], 0.02),
}


def judge(lintseq, programs, language, linters, folder):
    """Makes sequences of the programs of a language, and gives back what its compiler says of their states."""
    name = "-".join([language, *linters])
    rows, report = folder / f"{name}.jsonl", folder / f"{name}.json"
    flags = [flag for linter in linters for flag in ("--linter", linter)]
    checker = pathlib.Path(__file__).with_name("check_compile.py")
    for command in (
        [lintseq, "generate", programs, "--seed", "7", "-o", rows, "-q", *flags],
        [lintseq, "check", rows, "-q"],
        [sys.executable, checker, rows, "--language", language, "--json", report],
    ):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(report.read_text())


def main():
    lintseq, programs, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    rows = jsonl.read(programs)
    broken = []
    for language, (compiler, bound) in LANGUAGES.items():
        mine = [row for row in rows if row["language"] == language]
        chosen = folder / f"{language}-programs.jsonl"
        jsonl.write(chosen, mine)
        for linters, limit in (([], bound), (compiler, 0)):
            report = judge(lintseq, chosen, language, linters, folder)
            states, bad = report["intermediate_states"], report.get("states_with_new_errors", 0)
            verifier = " and ".join(linters) or "its default linter"
            print(f"{language} with {verifier}: {bad} of {states} states bad, {len(mine)} programs", flush=True)
            whole = len(mine) == report["programs"] == report["programs_that_compile"] == report["final_exact"]
            if not mine or not whole:
                broken.append(f"{language} with {verifier}: not every program compiles and comes out exact")
            if bad > limit * states:
                broken.append(f"{language} with {verifier}: {bad} of {states} states bad: {report['new_errors']}")
            if report["edits_per_program"]["median"] < 5 or report["lines_per_edit"]["median"] > 4:
                broken.append(f"{language} with {verifier}: the edits are too large")
    if broken:
        sys.exit("\n".join(broken))


if __name__ == "__main__":
    main()
