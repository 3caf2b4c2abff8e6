"""What jobs on clusters share: files as the unit of work, and their counts.

An engine brings the workers, the retries and the shuffles. What becomes of a file is the command's own doing: a task runs
``lintseq`` on its file, with ``--resume``, so that rows, accounts and rejected records are those of one machine, a file
appears under its name only when it is whole, and one that is there is not made again. Nothing here knows an engine.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENDINGS = (".parquet", ".jsonl", ".jsonl.gz", ".jsonl.zst")
#: Where a file is larger, several tasks share its records by their ids.
SPLIT_BYTES = 1 << 30
#: How long a task waits for another one that was given up and still writes the same file.
PATIENCE_SECONDS = 60

Counts = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """What one task does: a file, or the records of a giant file whose ids hash to a shard."""

    number: int
    path: str
    name: str
    bytes: int
    shard: str | None = None


def pieces_of(source: str, split_bytes: int | None = SPLIT_BYTES) -> list[Piece]:
    """The files of a folder in sorted order, or a single file; giants in several pieces."""
    root = Path(source).absolute()
    files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if _is_data(path, root))
    if not files:
        raise FileNotFoundError(f"{source}: no data files here ({', '.join(ENDINGS)})")
    pieces: list[Piece] = []
    for path in files:
        size = path.stat().st_size
        name = path.name if root.is_file() else path.relative_to(root).as_posix()
        name = name.removesuffix(_ending(path.name) or "").replace("/", "--")
        count = 1 if split_bytes is None else -(-size // split_bytes) or 1
        for shard in range(count):
            part = (f"{name}.{shard}-of-{count}", f"{shard}/{count}") if count > 1 else (name, None)
            pieces.append(Piece(len(pieces), str(path), part[0], size, part[1]))
    twice = sorted(name for name, count in Counter(piece.name for piece in pieces).items() if count > 1)
    if twice:
        raise ValueError(f"{source}: files that would have outputs of one name: {', '.join(twice)}")
    return pieces


def _is_data(path: Path, root: Path) -> bool:
    inside = path.relative_to(root).parts
    return path.is_file() and _ending(path.name) is not None and not any(part[0] in "._" for part in inside)


def _ending(name: str) -> str | None:
    return next((ending for ending in ENDINGS if name.endswith(ending)), None)


def flags_of(options: Mapping[str, Any]) -> list[str]:
    """Options as flags: ``sequences_per_program=2`` is ``--sequences-per-program=2``."""
    flags: list[str] = []
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if isinstance(value, bool):
            flags += [flag] if value else []
        elif isinstance(value, (list, tuple)):
            flags += [f"{flag}={item}" for item in value]
        elif value is not None:
            flags.append(f"{flag}={value}")
    return flags


def find_command(command: str | None) -> str:
    """The executable: the one named, else ``lintseq`` beside the interpreter or on the path."""
    beside = Path(sys.executable).parent / "lintseq"
    found = command or (str(beside) if beside.is_file() else shutil.which("lintseq"))
    if found is None:
        raise FileNotFoundError(
            "no `lintseq` on the path; install the command on every node, or name it with command="
        )
    return found


@dataclass(frozen=True)
class Task:
    """A run of the command on one piece."""

    command: str
    arguments: tuple[str, ...]
    piece: Piece
    output: str
    keeps_rejected: bool = True

    def run(self) -> Counts:
        """Runs the command, or finds that it was run; its counts."""
        output = Path(self.output)
        output.parent.mkdir(parents=True, exist_ok=True)
        was_there = output.exists()
        line = [self.command, *self.arguments, "--resume", "--threads=1", "-q"]
        line[2:2] = [self.piece.path, "-o", self.output]
        if self.keeps_rejected:
            rejected = output.parent.parent / "rejected" / f"{self.piece.name}.jsonl.zst"
            rejected.parent.mkdir(parents=True, exist_ok=True)
            line.append(f"--rejected={rejected}")
        if self.piece.shard is not None:
            line.append(f"--shard={self.piece.shard}")
        begun = time.monotonic()
        while True:
            done = subprocess.run(
                line, capture_output=True, text=True, preexec_fn=_die_with_parent, check=False
            )
            is_busy = done.returncode != 0 and "another run is writing" in done.stderr
            if not is_busy or time.monotonic() - begun > PATIENCE_SECONDS:
                break
            time.sleep(0.5)
        if done.returncode != 0:
            raise RuntimeError(f"{self.piece.path}: {done.stderr.strip() or f'exit code {done.returncode}'}")
        manifest = json.loads(Path(f"{self.output}.manifest.json").read_text(encoding="utf-8"))
        records = manifest["records"]
        return {
            "piece": self.piece.number,
            "path": self.piece.path,
            "bytes": self.piece.bytes,
            "seconds": time.monotonic() - begun,
            "was_there": was_there,
            "run": manifest["run"],
            "records_in": records["records_in"],
            "records_out": records["records_out"],
            "rows": records["rows"],
            "rejected": records["rejected"],
        }


# Loaded before a process forks that may have threads: what runs in between must take no lock.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_DEATH_SIGNAL = 1


def _die_with_parent() -> None:
    """A task that is killed must not leave a process that goes on writing its file."""
    if _PRCTL is not None:
        _PRCTL(_DEATH_SIGNAL, signal.SIGKILL)


def sum_of(stage: str, counts: Iterable[Counts]) -> Counts:
    """The counts of all pieces, which must add up: every record is out or rejected."""
    pieces = sorted(counts, key=lambda piece: int(piece["piece"]))
    total: Counts = {"stage": stage, "pieces": len(pieces)}
    for name in ("records_in", "records_out", "rows"):
        total[name] = sum(piece[name] for piece in pieces)
    rejected: dict[str, int] = {}
    for piece in pieces:
        for reason, count in piece["rejected"].items():
            rejected[reason] = rejected.get(reason, 0) + count
    total["rejected"] = dict(sorted(rejected.items()))
    total["found_done"] = sum(piece["was_there"] for piece in pieces)
    largest = max(pieces, key=lambda piece: (int(piece["bytes"]), str(piece["path"])))
    total["largest_file"] = {"path": largest["path"], "bytes": largest["bytes"]}
    total["seconds"] = round(sum(piece["seconds"] for piece in pieces), 3)
    if total["records_in"] != total["records_out"] + sum(rejected.values()):
        raise AssertionError(f"{stage}: the counts do not add up: {total}")
    return total


def store(path: Path, value: object) -> None:
    """Writes a small file of JSON that is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    os.replace(beside, path)


RunTasks = Callable[[list[Task]], list[Counts]]


def map_job(
    run_tasks: RunTasks,
    subcommand: str,
    source: str,
    output: str,
    command: str | None,
    split_bytes: int | None,
    options: Mapping[str, Any],
) -> Counts:
    """Runs a row-wise command over all files of a folder."""
    found = find_command(command)
    root = Path(output).absolute()
    arguments = (subcommand, *flags_of(options))
    tasks = [
        Task(found, arguments, piece, str(root / "data" / f"{piece.name}.jsonl.zst"))
        for piece in pieces_of(source, split_bytes)
    ]
    _refuse_strangers(root / "data", tasks)
    counts = sum_of(subcommand, run_tasks(tasks))
    store(root / "counts.json", counts)
    return counts


def _refuse_strangers(folder: Path, tasks: list[Task]) -> None:
    """Files of an earlier job, whose files were others or in other pieces, would be taken for rows of this one."""
    known = {task.output for task in tasks}
    strangers = sorted(str(path) for path in folder.glob("*.jsonl.zst") if str(path) not in known)
    if strangers:
        raise FileExistsError(f"{strangers[0]}: not of this job; remove it, or choose another output")
