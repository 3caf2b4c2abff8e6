"""Jobs on Spark: a row-wise command over a folder, and deduplication over all of it.

::

    spark = SparkSession.builder.master("spark://head:7077").getOrCreate()
    lintseq.spark.run(spark, "generate", "programs/", "samples/", format="samples", seed=1)
    lintseq.spark.dedup(spark, "samples/data/", "unique/", threshold=0.8)

Folders must be seen by all workers under the same path, which must also have the command ``lintseq``. A job that was
interrupted goes on when it is started again: files that are done are found.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

try:
    import pyarrow
    from pyspark.sql import functions as F
except ImportError as error:
    raise ImportError("lintseq.spark needs Spark and pyarrow: pip install 'pyspark[sql]>=4'") from error

from . import _dedup, _files
from ._dedup import Dedup
from ._files import Counts, Task

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["dedup", "run"]


def run(
    spark: SparkSession,
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
        spark: The session.
        subcommand: The command.
        source: A folder of JSON lines or Parquet, or a file.
        output: A folder: ``data`` has a file for each, ``rejected`` the records left out, ``counts.json`` the counts.
        command: The executable, if it is not on the path of the workers.
        split_bytes: Where a file is larger, several tasks share its records by their ids; None never does.
        **options: The flags of the command.

    Returns:
        What ``counts.json`` holds: records in and out, rows, rejected records by reason, files found done.

    Raises:
        RuntimeError: If the command fails on a file, with what it said. Spark may show it as an error of its own.
    """
    return _files.map_job(
        lambda tasks: _run_tasks(spark, tasks), subcommand, source, output, command, split_bytes, options
    )


def dedup(
    spark: SparkSession, source: str, output: str, *, command: str | None = None, **options: Any
) -> Counts:
    """Leaves out duplicates among all files of a folder, as ``lintseq dedup`` does on one machine.

    Args:
        spark: The session.
        source: A folder of JSON lines or Parquet.
        output: A folder: ``data`` has the rows that stay, ``rejected`` the others, ``counts.json`` the counts of every
            stage, ``signatures`` and ``clusters`` what stands between stages.
        command: The executable, if it is not on the path of the workers.
        **options: The flags of ``lintseq dedup`` about likeness and choice; not ``verify``, ``against`` and ``mark``.

    Returns:
        What ``counts.json`` holds.
    """
    return _dedup.dedup_job(
        lambda tasks: _run_tasks(spark, tasks),
        lambda job, _: _clusters(spark, job),
        source,
        output,
        command,
        options,
    )


def _run_tasks(spark: SparkSession, tasks: list[Task]) -> list[Counts]:
    rows = [(number, _pack(task)) for number, task in enumerate(tasks)]
    frame = spark.createDataFrame(rows, "number long, task string")
    # A task of Spark for each of ours, so that one which fails is tried again alone.
    done = frame.repartitionByRange(len(tasks), "number").mapInArrow(_run_batches, "counts string")
    return [json.loads(row.counts) for row in done.collect()]


def _pack(task: Task) -> str:
    return json.dumps([task.command, task.arguments, vars(task.piece), task.output, task.keeps_rejected])


def _run_batches(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        for text in batch.column("task").to_pylist():
            command, arguments, piece, output, keeps_rejected = json.loads(text)
            task = Task(command, tuple(arguments), _files.Piece(**piece), output, keeps_rejected)
            yield pyarrow.RecordBatch.from_pylist([{"counts": json.dumps(task.run())}])


def _clusters(spark: SparkSession, job: Dedup) -> Counts:
    """Signatures to clusters. Of skewed joins, Spark's adaptive execution takes care."""
    signatures = spark.read.parquet(*[task.output for task in job.signatures()])
    keys = signatures.select(
        "record",
        F.explode(
            F.expr(
                "concat(transform(coalesce(bands, array()), b -> cast(b as string)),"
                " if(exact is null, array(), array(concat('x', exact))))"
            )
        ).alias("key"),
    )
    buckets = keys.groupBy("key").agg(F.min("record").alias("other"), F.count("*").alias("size"))
    buckets = _stored(buckets.where("size > 1"), job, "buckets")
    largest = buckets.agg(F.max("size")).first()
    edges = keys.join(buckets, "key").where("record <> other").select("record", "other").distinct()
    edges = _stored(edges, job, "edges")
    stars, rounds = _stars(edges, job)
    nodes = signatures.select("record").join(stars, "record", "left")
    clusters = nodes.select("record", F.coalesce("other", "record").alias("root"))
    clusters = _stored(clusters, job, "roots")
    # The file of a root hears of one member, so that it knows that there are some.
    heard = clusters.where("record <> root").groupBy("root").agg(F.max("record").alias("record"))
    home = F.expr("element_at(split(name, '\t'), -2)")
    rows = clusters.withColumn("name", F.col("record")).unionByName(heard.withColumn("name", F.col("root")))
    files = spark.createDataFrame(
        [(piece.path, piece.number) for piece in job.pieces], "source string, piece int"
    )
    placed = rows.withColumn("source", home).join(F.broadcast(files), "source")
    placed.select("record", "root", "piece").repartition("piece").write.partitionBy("piece").mode(
        "overwrite"
    ).parquet(str(job.root / "clusters"))
    _dedup.ensure_clusters(job)
    counts = {
        "stage": "clusters",
        "records": clusters.count(),
        "roots": clusters.where("record = root").count(),
        "edges": edges.count(),
        "rounds": rounds,
        "largest_bucket": (largest[0] if largest else None) or 1,
    }
    shutil.rmtree(job.root / "work", ignore_errors=True)
    return counts


def _stored(frame: DataFrame, job: Dedup, name: str) -> DataFrame:
    """The frame as files, which outlast the worker that made them."""
    path = str(job.root / "work" / name)
    frame.write.mode("overwrite").parquet(path)
    return frame.sparkSession.read.schema(frame.schema).parquet(path)


def _stars(edges: DataFrame, job: Dedup) -> tuple[DataFrame, int]:
    """Stars around the smallest record of every component, and in how many rounds they were found."""
    before = None
    rounds = 0
    while True:
        rounds += 1
        both = edges.unionByName(edges.select(F.col("other").alias("record"), F.col("record").alias("other")))
        smallest = both.groupBy("record").agg(F.least("record", F.min("other")).alias("smallest"))
        large = both.join(smallest, "record").where("other > record")
        large = large.select(F.col("other").alias("record"), F.col("smallest").alias("other")).distinct()
        smallest = large.groupBy("record").agg(F.min("other").alias("smallest"))
        small = (
            large.join(smallest, "record")
            .where("other <> smallest")
            .select(F.col("other").alias("record"), "smallest")
        )
        small = small.unionByName(smallest).withColumnRenamed("smallest", "other").distinct()
        edges = _stored(small, job, f"stars-{rounds}")
        row = edges.agg(F.count("*"), F.sum(F.hash("record", "other").cast("long"))).first()
        now = tuple(row) if row else None
        if now == before:
            return edges, rounds
        before = now
