"""What the tests share: the command line, and inputs."""

import json
import os
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "examples" / "programs.jsonl"
COMMITS = ROOT / "examples" / "commits.jsonl"


def read(path):
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def as_table(rows):
    """Rows of JSON as a table; values of no fixed type become JSON text, as in Parquet."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pa.table(columns)


@pytest.fixture(scope="session")
def programs():
    return as_table(read(PROGRAMS))


@pytest.fixture(scope="session")
def commit_rows():
    return as_table(read(COMMITS))


@pytest.fixture
def command_line(tmp_path):
    """Runs a command of `lintseq`, and gives the rows that it wrote."""

    def run(command, *arguments, output=None):
        out = output or tmp_path / "out.jsonl"
        binary = os.environ["LINTSEQ"]
        made = subprocess.run(
            [binary, command, *map(str, arguments), "-o", str(out), "-q"], capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        return None if output else read(out)

    return run
