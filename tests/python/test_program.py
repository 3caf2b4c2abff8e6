"""One program at a time."""

import inspect

import lintseq
import pytest

PROGRAM = "import os\n\n\ndef f():\n    return os.sep\n\n\nprint(f())\n"


@pytest.mark.parametrize("text", [PROGRAM, PROGRAM.replace("\n", "\r\n"), PROGRAM.rstrip(), "x = 1"])
def test_edits_replay_and_are_well(text):
    edits = lintseq.sequence(text, seed=4)
    assert lintseq.apply(edits) == text
    assert lintseq.check(text, edits) == []


def test_sequences_are_those_of_tables():
    import pyarrow as pa

    row = pa.table(lintseq.generate(pa.table({"content": [PROGRAM]}), seed=5)).to_pylist()[0]
    assert lintseq.sequence(PROGRAM, seed=5) == row["edits"]
    assert len({tuple(lintseq.sequence(PROGRAM, seed=seed)) for seed in range(30)}) > 1


@pytest.mark.parametrize("language", [language.name for language in lintseq.languages()])
def test_every_language_has_sequences(language):
    texts = {
        "python": "x = 1\nprint(x)\n",
        "go": "package main\n\nfunc main() {\n\tx := 1\n\tprintln(x)\n}\n",
        "rust": "fn main() {\n    let x = 1;\n    println!(\"{x}\");\n}\n",
        "java": "class A {\n    int f() {\n        return 1;\n    }\n}\n",
        "c": "int main(void) {\n    int x = 1;\n    return x;\n}\n",
        "cpp": "int main() {\n    int x = 1;\n    return x;\n}\n",
    }
    text = texts.get(language, "const x = 1;\nconsole.log(x);\n")
    assert lintseq.apply(lintseq.sequence(text, language)) == text


def test_programs_of_no_use():
    with pytest.raises(lintseq.Rejected) as caught:
        lintseq.sequence("def (:\n")
    assert caught.value.reason and caught.value.message and isinstance(caught.value, ValueError)
    with pytest.raises(ValueError, match="klingon"):
        lintseq.sequence("x", language="klingon")
    with pytest.raises(ValueError, match="unknown key"):
        lintseq.sequence("x = 1\n", bogus=1)


def test_findings():
    bad = ["@@ -0,0 +1 @@\n+print(x)\n", "@@ -0,0 +1 @@\n+x = 1\n"]
    (finding,) = lintseq.check("x = 1\nprint(x)\n", bad)
    assert (finding.promise, finding.step, finding.line) == ("valid", 0, 0)
    assert "F821" in finding.detail and "valid" in repr(finding)
    (finding,) = lintseq.check("x = 2\n", ["@@ -0,0 +1 @@\n+x = 1\n"])
    assert finding.promise == "replay"


def test_edits_of_models():
    text = "Write it.\n<|diff|>@@ -0,0 +1 @@\n+a\n<|diff|>@@ -9 +9 @@\n+b"
    with pytest.raises(ValueError, match="edit 2 of 2"):
        lintseq.apply(text)
    assert lintseq.apply(text, lenient=True) == "a"
    assert lintseq.apply(iter([])) == ""


def test_everything_public_is_documented():
    for name in lintseq.__all__:
        thing = getattr(lintseq, name)
        if inspect.isfunction(thing):
            assert thing.__doc__ and inspect.signature(thing), name
    assert lintseq.__version__.count(".") == 2
    python = next(language for language in lintseq.languages() if language.name == "python")
    assert "py" in python.extensions and "ruff" in python.linters
    assert {option["name"] for option in lintseq.options("generate")} >= {"seed", "format", "linter"}
