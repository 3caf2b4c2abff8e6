#!/usr/bin/env python3
"""Programs of a Hugging Face data set to next-edit samples, with `datasets.map`.

usage: datasets_map.py PROGRAMS.jsonl OUT.parquet

A batch is a table of Arrow, in and out, and may come back with another number of rows. Needs `pip install lintseq datasets`.
"""
import sys

import datasets
import lintseq
import pyarrow


def to_samples(programs: pyarrow.Table) -> pyarrow.Table:
    return pyarrow.table(lintseq.samples(programs, seed=1))


if __name__ == "__main__":
    source, output = sys.argv[1:]
    programs = datasets.load_dataset("json", data_files=source, split="train").with_format("arrow")
    samples = programs.map(to_samples, batched=True, batch_size=256, num_proc=2, remove_columns=programs.column_names)
    samples.with_format(None).to_parquet(output)
    print(samples)
