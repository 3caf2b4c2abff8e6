"""Writes the types of options, which are the flags of the command, beside the package: run it when flags change.

python crates/python/stubs.py [--check]
"""

import sys
from pathlib import Path

import lintseq

FILE = Path(__file__).parent / "python" / "lintseq" / "_options.pyi"

HEADER = '''"""The options of the commands. Written by crates/python/stubs.py; do not edit."""

from collections.abc import Callable
from os import PathLike
from typing import Literal, TypedDict

from ._lintseq import Batch

class StreamOptions(TypedDict, total=False):
    """How any command works on a stream of records."""

    threads: int
    """How many threads work while a batch is made [default: 1]"""
    batch_bytes: int
    """The bytes of rows, as JSON, after which a batch is closed [default: 8 MiB]"""
    source: str
    """What rejected records say they are from [default: arrow]"""
    first_index: int
    """The position of the first record [default: 0]"""
    on_rejected: Callable[[Batch], object] | None
    """Called with batches of the records left out"""

'''

# Options that make no sense where only one sequence of one text is made.
NOT_OF_ONE = {
    "answer_offsets",
    "code_field",
    "format",
    "id_field",
    "keep_sample",
    "language",
    "prompt_field",
    "seed",
    "sequences_per_program",
    "shard",
}
OF_SEQUENCES = {"sampler", "draws", "children", "top_k", "population", "depth", "linter", "linter_config"}
OF_LIMITS = {"max_bytes", "max_lines", "max_line_length", "max_depth", "record_timeout"}

TYPES = {
    "flag": "bool",
    "integer": "int",
    "rate": "float",
    "number": "float",
    "size": "int | str",
    "time": "float | str",
    "path": "str | PathLike[str]",
    "text": "str",
}


def type_of(option):
    if option["kind"] == "choice":
        choices = ", ".join(f'"{choice}"' for choice in option["choices"])
        kind = f"Literal[{choices}]"
    else:
        kind = TYPES[option["kind"]]
    return f"list[{kind}]" if option["is_list"] else kind


def wrapped(indent, text):
    import textwrap

    return textwrap.fill(text, 110, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def table(name, about, options, base="StreamOptions"):
    lines = [f"class {name}({base}, total=False):", f'    """{about}"""', ""]
    for option in options:
        default = f" [default: {option['default']}]" if option["default"] else ""
        lines.append(f"    {option['name']}: {type_of(option)} | None")
        text = " ".join((option["help"] + default).split()).replace("\\", "\\\\")
        lines.append(wrapped("    ", f'"""{text}"""'))
    return "\n".join(lines) + "\n"


def stubs():
    generate = lintseq.options("generate")
    of_one = [option for option in generate if option["name"] in OF_SEQUENCES | OF_LIMITS]
    without_format = [option for option in generate if option["name"] != "format"]
    of_signatures = [option for option in lintseq.options("dedup") if option["name"] != "stage"]
    tables = [
        table("SequenceOptions", "What bears on one sequence of one program.", of_one, base="TypedDict"),
        table("GenerateOptions", "The flags of ``lintseq generate``.", generate),
        table("SamplesOptions", "The flags of ``lintseq generate --format samples``.", without_format),
        table("CommitsOptions", "The flags of ``lintseq commits``.", lintseq.options("commits")),
        table("ExportOptions", "The flags of ``lintseq export``.", lintseq.options("export")),
        table("FilterOptions", "The flags of ``lintseq filter``.", lintseq.options("filter")),
        table(
            "DecontaminateOptions",
            "The flags of ``lintseq decontaminate``.",
            lintseq.options("decontaminate"),
        ),
        table("SignaturesOptions", "The flags of ``lintseq dedup --stage signatures``.", of_signatures),
    ]
    return HEADER + "\n".join(tables)


if __name__ == "__main__":
    if "--check" in sys.argv:
        if FILE.read_text() != stubs():
            sys.exit(f"{FILE} is not what the command says: run python {sys.argv[0]}")
    else:
        FILE.write_text(stubs())
