"""Memory stays flat."""

import gc
import os

import lintseq
import pyarrow as pa

PROGRAM = "def f(x):\n    y = x + 1\n    return y\n\n\nprint(f(1))\n"
BATCHES = 1000
WARM = 200


def resident():
    """Memory of this process, in MiB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def batch(at):
    # Every batch is another, so that nothing is found again.
    programs = [PROGRAM.replace("y", f"y{at}_{row}") for row in range(20)]
    return pa.record_batch({"id": [f"{at}-{row}" for row in range(20)], "content": programs})


def grows(step):
    """How much memory grows, in MiB, from the end of the warm-up to the last batch."""
    for at in range(BATCHES):
        if at == WARM:
            gc.collect()
            before = resident()
        step(at)
    gc.collect()
    return resident() - before


def test_one_stream_of_many_batches():
    reader = pa.RecordBatchReader.from_batches(batch(0).schema, (batch(at) for at in range(BATCHES)))
    made = iter(lintseq.generate(reader, format="samples"))
    assert grows(lambda at: next(made)) < 16


def test_a_call_a_batch():
    def step(at):
        # What is rejected, and options that are new each time, must not add up either.
        seen = []
        pa.table(lintseq.generate(batch(at), seed=at, on_rejected=seen.append))

    assert grows(step) < 16
