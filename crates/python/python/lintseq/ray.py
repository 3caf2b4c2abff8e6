"""Jobs on Ray: a row-wise command over a folder, and deduplication over all of it.

::

    ray.init(address="auto")
    lintseq.ray.run("generate", "programs/", "samples/", format="samples", seed=1)
    lintseq.ray.dedup("samples/data/", "unique/", threshold=0.8)

Folders must be seen by all workers under the same path, which must also have the command ``lintseq``. A job that was
interrupted goes on when it is started again: files that are done are found.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

try:
    import pyarrow
    import pyarrow.parquet
    import ray
    import ray.data
    import ray.exceptions
except ImportError as error:
    raise ImportError("lintseq.ray needs Ray and pyarrow: pip install 'ray[data]>=2.50'") from error

from . import _dedup, _files, _stars
from ._dedup import Dedup
from ._files import Counts, Task

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["dedup", "run"]

#: Records to a part of a shuffle, about: with fourteen keys each, some 200 MB while they are worked on.
PART_RECORDS = 50_000
#: Signatures that are read at a time: with all their keys, some 100 MB.
BATCH_RECORDS = 25_000


def run(
    subcommand: str,
    source: str,
    output: str,
    *,
    command: str | None = None,
    split_bytes: int | None = _files.SPLIT_BYTES,
    **options: Any,
) -> Counts:
    """Runs ``generate``, ``commits``, ``filter``, ``export`` or ``decontaminate`` on every file of a folder.

    Args:
        subcommand: The command.
        source: A folder of JSON lines or Parquet, or a file.
        output: A folder: ``data`` has a file for each, ``rejected`` the records left out, ``counts.json`` the counts.
        command: The executable, if it is not on the path of the workers.
        split_bytes: Where a file is larger, several tasks share its records by their ids; None never does.
        **options: The flags of the command.

    Returns:
        What ``counts.json`` holds: records in and out, rows, rejected records by reason, files found done.

    Raises:
        RuntimeError: If the command fails on a file, with what it said. Ray may show it as an error of its own.
    """
    return _files.map_job(_run_tasks, subcommand, source, output, command, split_bytes, options)


def dedup(source: str, output: str, *, command: str | None = None, **options: Any) -> Counts:
    """Leaves out duplicates among all files of a folder, as ``lintseq dedup`` does on one machine.

    Args:
        source: A folder of JSON lines or Parquet.
        output: A folder: ``data`` has the rows that stay, ``rejected`` the others, ``counts.json`` the counts of every
            stage, ``signatures`` and ``clusters`` what stands between stages.
        command: The executable, if it is not on the path of the workers.
        **options: The flags of ``lintseq dedup`` about likeness and choice; not ``verify``, ``against`` and ``mark``.

    Returns:
        What ``counts.json`` holds.
    """

    def find_clusters(job: Dedup, records: int) -> Counts:
        return _tried(lambda: _clusters(job, records))

    return _dedup.dedup_job(_run_tasks, find_clusters, source, output, command, options)


def _tried(stage: Callable[[], Counts], tries: int = 3) -> Counts:
    """Does a stage of shuffles, which Ray does not go on with where a worker dies that held some of it."""
    for left in reversed(range(tries)):
        try:
            return stage()
        except (ray.exceptions.RayError, ray.exceptions.RaySystemError):
            if left == 0:
                raise
    raise AssertionError("a stage is tried at least once")


def _run_tasks(tasks: list[Task]) -> list[Counts]:
    def run_batch(batch: pyarrow.Table) -> pyarrow.Table:
        counts = [json.dumps(tasks[number].run()) for number in batch["number"].to_pylist()]
        return pyarrow.table({"counts": counts})

    numbers = ray.data.from_items(
        [{"number": at} for at in range(len(tasks))], override_num_blocks=len(tasks)
    )
    done = numbers.map_batches(run_batch, batch_size=1, batch_format="pyarrow")
    return [json.loads(row["counts"]) for row in done.take_all()]


def _clusters(job: Dedup, records: int) -> Counts:
    """Signatures to clusters."""
    context = ray.data.DataContext.get_current()
    block_bytes = context.target_max_block_size
    # A block that was cut in two would tear the rows of a key apart.
    context.target_max_block_size = 1 << 40
    try:
        return _clusters_of(job, max(2, -(-records // PART_RECORDS)))
    finally:
        context.target_max_block_size = block_bytes


def _clusters_of(job: Dedup, parts: int) -> Counts:
    # A task a row group, of which the command makes new ones every 32 MiB, so that a giant file becomes many.
    groups = [
        {"path": task.output, "group": group}
        for task in job.signatures()
        for group in range(pyarrow.parquet.read_metadata(task.output).num_row_groups)
    ]
    if not groups:
        _dedup.ensure_clusters(job)
        return {"stage": "clusters", "records": 0, "roots": 0, "edges": 0, "rounds": 0, "largest_bucket": 0}
    signatures = ray.data.from_items(groups, override_num_blocks=len(groups))

    def of_signatures(work: Callable[[pyarrow.Table], pyarrow.Table]) -> Dataset:
        """What some function makes of all signatures, batch by batch."""

        def read(groups: pyarrow.Table) -> Iterator[pyarrow.Table]:
            for path, group in zip(groups["path"].to_pylist(), groups["group"].to_pylist()):
                file = pyarrow.parquet.ParquetFile(path)
                for batch in file.iter_batches(BATCH_RECORDS, [group], ["record", "exact", "bands"]):
                    yield work(pyarrow.Table.from_batches([batch]))

        return signatures.map_batches(read, batch_size=1, batch_format="pyarrow")

    buckets = _by(of_signatures(_stars.smallest), "key", parts, _stars.across).materialize()
    largest = buckets.max("size") or 1
    edges = of_signatures(_stars.inside).union(buckets.select_columns(["record", "other"]))
    edges = edges.map_batches(_stars.distinct, batch_format="pyarrow").materialize()
    count = edges.count()
    stars, rounds = _stars_of(edges, parts) if count else (edges, 0)

    home = {piece.path: piece.number for piece in job.pieces}
    folders = [str(job.clusters_of(piece.number)) for piece in job.pieces]

    def attach(table: pyarrow.Table) -> pyarrow.Table:
        """All rows of some records, with a star or without, to clusters by the files of their records."""
        roots: dict[str, str] = {}
        for record, other in zip(table["record"].to_pylist(), table["other"].to_pylist()):
            roots[record] = min(other, roots.get(record, record))
        placed = [(home[_dedup.source_of(record)], record, root) for record, root in roots.items()]
        # The file of a root hears of one member, so that it knows that there are some.
        heard = {root: record for record, root in roots.items() if record != root}
        placed += [(home[_dedup.source_of(root)], record, root) for root, record in heard.items()]
        columns = zip(*placed) if placed else ([], [], [])
        return pyarrow.table(dict(zip(_PLACED.names, columns)), schema=_PLACED)

    def write(table: pyarrow.Table) -> pyarrow.Table:
        counts = {"records": 0, "roots": 0}
        clusters: dict[int, dict[str, str]] = {}
        for piece, record, root in zip(*(table[name].to_pylist() for name in _PLACED.names)):
            clusters.setdefault(piece, {})[record] = root
        for piece, roots in clusters.items():
            columns = {"record": list(roots), "root": list(roots.values())}
            _dedup.write_clusters(folders[piece], pyarrow.table(columns, schema=_dedup.CLUSTERS))
            for record, root in roots.items():
                is_own = home[_dedup.source_of(record)] == piece
                counts["records"] += is_own
                counts["roots"] += is_own and record == root
        return pyarrow.table({name: [value] for name, value in counts.items()})

    alone = of_signatures(_loops)
    placed = _by(alone.union(stars) if count else alone, "record", parts, attach)
    written = _by(placed, "piece", min(parts, len(job.pieces)), write).take_all()
    _dedup.ensure_clusters(job)
    totals = {name: sum(int(row[name]) for row in written) for name in ("records", "roots")}
    return {"stage": "clusters", **totals, "edges": count, "rounds": rounds, "largest_bucket": int(largest)}


_PLACED = pyarrow.schema(
    [("piece", pyarrow.int64()), ("record", pyarrow.string()), ("root", pyarrow.string())]
)


def _by(rows: Dataset, key: str, parts: int, work: Callable[[pyarrow.Table], pyarrow.Table]) -> Dataset:
    """Does something with all rows of a key at once."""
    together = rows.repartition(parts, keys=[key])
    return together.map_batches(work, batch_size=None, batch_format="pyarrow")


def _stars_of(edges: Dataset, parts: int) -> tuple[Dataset, int]:
    """Stars around the smallest record of every component, and in how many rounds they were found."""
    before = None
    rounds = 0
    while True:
        rounds += 1
        large = _by(
            edges.map_batches(_stars.both_ways, batch_format="pyarrow"), "record", parts, _stars.large_star
        )
        edges = _by(large, "record", parts, _stars.small_star).materialize()
        sums = edges.map_batches(_sum, batch_size=None, batch_format="pyarrow").take_all()
        now = tuple(sum(int(row[name]) for row in sums) for name in ("rows", "hash"))
        if now == before:
            return edges, rounds
        before = now


def _sum(edges: pyarrow.Table) -> pyarrow.Table:
    pairs = zip(edges["record"].to_pylist(), edges["other"].to_pylist())
    total = sum(zlib.crc32(f"{record}\n{other}".encode()) for record, other in pairs)
    return pyarrow.table({"rows": [edges.num_rows], "hash": [total]})


def _loops(signatures: pyarrow.Table) -> pyarrow.Table:
    return pyarrow.table({"record": signatures["record"], "other": signatures["record"]})
