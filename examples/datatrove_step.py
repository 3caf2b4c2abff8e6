#!/usr/bin/env python3
"""A step of a datatrove pipeline that turns programs into next-edit samples.

usage: datatrove_step.py PROGRAMS_FOLDER OUT_FOLDER

datatrove gives every rank whole files and keeps the book of ranks that are done; the step hands documents to lintseq a
batch at a time. The local executor below may be one for Slurm. Needs `pip install lintseq datatrove pyarrow orjson`.
"""
import itertools
import sys

import lintseq
import pyarrow
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter


class Samples(PipelineStep):
    type = "🧩 - EDITS"
    name = "lintseq"

    def __init__(self, batch_size=256, **options):
        super().__init__()
        self.batch_size = batch_size
        self.options = options

    def run(self, data, rank=0, world_size=1):
        while batch := list(itertools.islice(data, self.batch_size)):
            records = [{"id": document.id, "content": document.text} for document in batch]
            with self.track_time():
                rows = lintseq.samples(pyarrow.Table.from_pylist(records), **self.options)
                samples = pyarrow.table(rows).to_pylist()
            for reason, count in rows.counts["rejected"].items():
                self.stat_update(f"rejected_{reason}", value=count)
            for sample in samples:
                self.stat_update("samples")
                yield Document(text=sample["target"], id=sample["id"], metadata=sample)


if __name__ == "__main__":
    source, output = sys.argv[1:]
    pipeline = [JsonlReader(source, text_key="response"), Samples(seed=1), JsonlWriter(output)]
    LocalPipelineExecutor(pipeline, tasks=2, workers=1, logging_dir=f"{output}/logs").run()
