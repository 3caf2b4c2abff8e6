"""What `synth_servers.py` asks a real server beyond the two rounds: verifications, `instruct`, `label`, `judge`.

The model is noise, and a grammar in every request makes it well-formed; so what is checked is that the whole way there
and back works, and what the noise must come to.
"""
import json
import os
import pathlib
import subprocess
import sys

import jsonl

COMMITS = pathlib.Path(__file__).parent.parent / "examples/commits.jsonl"

# Both rounds at once, since a grammar cannot count rounds; the program after the edit tests itself beside the other, and
# whether all is asked for is answered as well.
VERIFIED = r'''
root ::= "[Program Before Edit]\n```python\n" line line line "```\n\n[Descriptive]\nLook whether the program may end: " word ".\n\n[Lazy]\nmay it, {\"asked\": [1], \"undone\": false}\n\n[Program After Edit]\n```python\nimport pathlib\nimport sys\n\nsys.exit(\"sys.exit\" not in pathlib.Path(\"program.py\").read_text())\n```\n"
line ::= [a-z] [a-z] [a-z] " = " [1-9] [0-9] [0-9] "\n"
word ::= [a-z] [a-z] [a-z] [a-z]
'''
# Instructions, which ask for the first hunk of a commit.
INSTRUCTIONS = r'''
root ::= "[Descriptive]\nChange the " word " and the " word ".\n\n[Lazy]\nchange " word ", {\"asked\": [1], \"undone\": false}\n"
word ::= [a-z] [a-z] [a-z] [a-z]
'''
RELATED = r'root ::= "{\"related\": " ("true" | "false") ", \"chunks\": [1]}"'
YES_OR_NO = r'root ::= "yes" | "no"'
# The tokens of both words, which the grammar lets be spelt with other tokens as well.
WORDS = {"354": 60, "355": 60}


def fail(message):
    sys.exit(f"FAILED: {message}")


def lintseq(binary, arguments, output, *more, key=None, code=0):
    """Runs a command that asks models, and returns what it says."""
    command = [binary, *map(str, arguments), "-o", str(output), "--rejected", f"{output}.rejected", *more]
    environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    if key:
        environment["OPENAI_API_KEY"] = key
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    if run.returncode != code:
        fail(f"{command}: exit {run.returncode}, not {code}:\n{run.stderr}")
    if key and key in run.stderr + run.stdout:
        fail("the key is in what is said")
    return run.stderr


def grammar(text, **more):
    return json.dumps({"grammar": text, **more})


def check(binary, seeds, folder, url):
    verifications(binary, seeds, folder, url)
    asker = Asker(binary, folder, url)
    commits = [row for row in jsonl.read(COMMITS) if len(row["old_contents"]) + len(row["new_contents"]) < 2500][:8]
    instructions(asker, commits)
    labels(asker, commits)
    judgements(asker, commits)


class Asker:
    """Has commands ask the server about rows."""

    def __init__(self, binary, folder, url):
        self.binary, self.folder = binary, folder
        self.common = ["--model", "tiny", "--base-url", url, "--temperature", "1", "--concurrency", "4"]

    def write(self, name, rows):
        jsonl.write(self.folder / name, rows)
        return self.folder / name

    def ask(self, name, command, inputs, body, *more):
        """The rows that a command makes, and those that it leaves out."""
        output = self.folder / f"{name}.jsonl"
        lintseq(self.binary, [command, *inputs], output, *self.common, "--extra-body", body, *more)
        return jsonl.read(output), jsonl.read(f"{output}.rejected")


def verifications(binary, seeds, folder, url):
    """Every verification of `synth`; a model of its own votes."""
    def model(name, text, **more):
        return ["--models", json.dumps({"name": name, "model": "tiny", "base-url": url, "extra-body": {"grammar": text}, **more})]

    def verify(voter):
        output = folder / f"{voter}.jsonl"
        lintseq(binary, ["synth", *seeds], output, *model("maker", VERIFIED), *model("voter", f'root ::= "{voter}"', ratio=0),
                "--count", "8", "--verify", "linter", "--verify", "coverage", "--verify", "tests", "--unconfined", "--round-trip",
                "2", "--vote", "voter", "--concurrency", "4", "--store", str(folder / "verified.store"))
        return jsonl.read(output), jsonl.read(f"{output}.rejected")

    made, rejected = verify("Yes.")
    for row in made:
        passed = {verdict["filter"]: verdict["reason"] for verdict in row["provenance"]["verdicts"]}
        if set(passed) != {"linter", "coverage", "round-trip", "vote", "tests"} or passed["round-trip"] != "2 of 2 agree":
            fail(f"verifications: {passed}")
    if len(made) != 8:
        fail(f"verifications: {len(made)} rows, {[(row['reason'], row['message']) for row in rejected]}")
    made, rejected = verify("no")
    if made or {row["reason"] for row in rejected} != {"voted-down"}:
        fail(f"verifications: {len(made)} rows, {[(row['reason'], row['message']) for row in rejected]}")
    print("llama.cpp, all verifications: 8 of 8 passed; none did once the voter said no")


def instructions(asker, commits):
    names = ["old_file", "new_file", "old_contents", "new_contents"]
    files = [{name: row[name] for name in names} for row in commits[:2]]
    inputs = [asker.write("commits.jsonl", commits),
              asker.write("folders.jsonl", [{"commit": "both", "message": "two files", "files": files}])]
    made, rejected = asker.ask("instructed", "instruct", inputs, grammar(INSTRUCTIONS), "--no-coverage")
    if len(made) != len(commits) + 2 or rejected or not all(row["instruction_lazy"].startswith("change ") for row in made):
        fail(f"instruct: {len(made)} rows, {[row['message'] for row in rejected]}")
    subprocess.run([asker.binary, "check", str(asker.folder / "instructed.jsonl"), "-q"], check=True)
    one_hunk = {row["id"] for row in made if ("\n" + row["target"]).count("\n@@ ") == 1}
    covered, rejected = asker.ask("covered", "instruct", inputs, grammar(INSTRUCTIONS))
    reasons = {row["reason"] for row in rejected}
    if {row["id"] for row in covered} != one_hunk or reasons - {"unasked-hunk"}:
        fail(f"instruct: of {len(one_hunk)} edits of one hunk {len(covered)} are covered; {reasons}")
    print(f"llama.cpp, instruct: {len(made)} files of commits; {len(covered)} have one hunk and are covered, others are not")


def labels(asker, commits):
    inputs = [asker.write("commits.jsonl", commits)]
    for name, body, more in [
        ("words", grammar(YES_OR_NO), []), ("published", grammar(YES_OR_NO), ["--answer", "published"]),
        ("chunks", grammar(YES_OR_NO), ["--per-chunk"]), ("json", grammar(RELATED), ["--answer", "json"]),
        ("probability", grammar(YES_OR_NO, logit_bias=WORDS), ["--answer", "probability"]),
    ]:
        made, rejected = asker.ask(f"labelled-{name}", "label", inputs, body, *more)
        if len(made) != len(commits) or rejected or {row["label"] for row in made} - {0, 1}:
            fail(f"label, {name}: {len(made)} rows, {[row['message'] for row in rejected]}")
        for row in made:
            chance, chunks, label = row["label_probability"], row["label_chunks"], row["label"]
            if (chance is not None) != (name == "probability") or (chance is not None and (chance >= 0.5) != label):
                fail(f"label, {name}: {label} at a probability of {chance}")
            if (chunks is not None) != (name in ("chunks", "json")) or (name == "chunks" and all(chunks) != label):
                fail(f"label, {name}: {label} of chunks {chunks}")
        print(f"llama.cpp, label, {name}: {sum(row['label'] for row in made)} of {len(made)} are related")


def judgements(asker, commits):
    cases = [{"id": row["commit"], "current": row["old_contents"], "next": row["new_contents"],
              "prediction": row["new_contents" if number % 2 else "old_contents"]} for number, row in enumerate(commits)]
    inputs = [asker.write("predictions.jsonl", cases)]
    made, rejected = asker.ask("judged", "judge", inputs, grammar(YES_OR_NO))
    if [row["exact_match"] for row in made] != [number % 2 for number in range(len(cases))] or rejected:
        fail(f"judge: {made}")
    if any(row["llm_as_a_judge"] not in (0, 1) or row["judge_model"] != "tiny" for row in made):
        fail(f"judge: {made}")
    print(f"llama.cpp, judge: {sum(row['llm_as_a_judge'] for row in made)} of {len(made)} are reasonable")
