"""Deduplication over many files: the stages that run file by file, what the engine does between them, and the counts.

An engine finds the smallest record of every group of duplicates, which only it can do over all files; it is given
signatures and writes clusters. All the rest is here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from ._files import Counts, Piece, RunTasks, Task, find_command, flags_of, pieces_of, store, sum_of

CLUSTERS = pyarrow.schema([("record", pyarrow.string()), ("root", pyarrow.string())])


@dataclass(frozen=True)
class Dedup:
    """A job: its folder, its files and its flags."""

    root: Path
    command: str
    pieces: list[Piece]
    flags: tuple[str, ...]

    @classmethod
    def of(cls, source: str, output: str, command: str | None, options: Mapping[str, Any]) -> Dedup:
        """The job over all files of a folder."""
        for name in ("verify", "against", "mark"):
            if options.get(name):
                raise ValueError(f"{name}: only `lintseq dedup` on one machine has this")
        pieces = pieces_of(source, None)
        odd = [piece.path for piece in pieces if any(c < " " or c == "\\" for c in piece.path)]
        if odd:
            raise ValueError(f"{odd[0]!r}: a path with control characters or backslashes")
        return cls(Path(output).absolute(), find_command(command), pieces, tuple(flags_of(options)))

    def signatures(self) -> list[Task]:
        """Rows to signatures, a file each."""
        flags = [flag for flag in self.flags if not flag.startswith("--keep=")]
        return [
            Task(
                self.command,
                ("dedup", "--stage=signatures", *flags),
                piece,
                str(self.root / "signatures" / f"{piece.name}.parquet"),
                keeps_rejected=False,
            )
            for piece in self.pieces
        ]

    def keep(self) -> list[Task]:
        """Rows and the clusters of their file to the rows that stay."""
        return [
            Task(
                self.command,
                ("dedup", "--stage=keep", f"--clusters={self.clusters_of(piece.number)}", *self.flags),
                piece,
                str(self.root / "data" / f"{piece.name}.jsonl.zst"),
            )
            for piece in self.pieces
        ]

    def clusters_of(self, number: int) -> Path:
        """The folder with the clusters that the records of a file are in."""
        return self.root / "clusters" / f"piece={number}"


#: Signatures to clusters; the second argument is how many records there are.
FindClusters = Callable[[Dedup, int], Counts]


def dedup_job(
    run_tasks: RunTasks,
    find_clusters: FindClusters,
    source: str,
    output: str,
    command: str | None,
    options: Mapping[str, Any],
) -> Counts:
    """Removes duplicates among all files of a folder; a stage that is done is found."""
    job = Dedup.of(source, output, command, options)
    signed = run_tasks(job.signatures())
    signatures = sum_of("signatures", signed)
    clusters = _clusters(job, signed, lambda: find_clusters(job, signatures["rows"]))
    keep = sum_of("keep", run_tasks(job.keep()))
    counts = {"stages": [signatures, clusters, keep]}
    check_chain(signatures, clusters, keep, keeps_one="--keep=none" not in job.flags)
    store(job.root / "counts.json", counts)
    return counts


def _clusters(job: Dedup, signed: list[Counts], find: Callable[[], Counts]) -> Counts:
    """The counts of what the engine does, which is done once: pieces are numbered, so it is true of these alone."""
    made_of = sorted([piece["path"], piece["run"]] for piece in signed)
    key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
    file = job.root / "clusters.json"
    if not file.exists():
        store(file, {"made_of": key, "counts": find()})
    found = json.loads(file.read_text(encoding="utf-8"))
    if found.get("made_of") != key:
        raise ValueError(
            f"{job.root}: its clusters are those of other files or options; choose another output,"
            " or remove clusters, clusters.json, data and rejected there"
        )
    counts: Counts = found["counts"]
    return counts


def check_chain(signatures: Counts, clusters: Counts, keep: Counts, *, keeps_one: bool) -> None:
    """Counts must add up from one stage to the next."""
    going = sum(keep["rejected"].get(reason, 0) for reason in ("near-duplicate", "duplicate"))
    chain = [
        ("records that were signed have a cluster", signatures["rows"], clusters["records"]),
        ("records are read twice", signatures["records_in"], keep["records_in"]),
    ]
    if keeps_one:
        chain.append(("records that are no root go", clusters["records"] - clusters["roots"], going))
    for what, one, other in chain:
        if one != other:
            raise AssertionError(f"{what}: {one} is not {other}")


def source_of(record: str) -> str:
    """The file that a record stands in, as its name says."""
    return record.rsplit("\t", 2)[1]


def write_clusters(folder: Path | str, clusters: pyarrow.Table) -> None:
    """Writes the clusters of a file, in the place of what an earlier try wrote."""
    path = Path(folder) / "clusters.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name("clusters.new")
    pyarrow.parquet.write_table(clusters, beside)
    os.replace(beside, path)


def ensure_clusters(job: Dedup) -> None:
    """Makes clusters of nothing for files of whose records none has a text."""
    for piece in job.pieces:
        folder = job.clusters_of(piece.number)
        if not any(folder.glob("*.parquet")):
            write_clusters(folder, CLUSTERS.empty_table())
