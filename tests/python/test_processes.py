"""Processes, threads and interrupts."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import lintseq
import pyarrow as pa
import pytest

PROGRAM = "import os\n\n\ndef f(x):\n    y = x + 1\n    return y\n\n\nprint(f(1), os.sep)\n"


def work(part):
    """What a worker of a data loader does: a part of the records, all of them through the wheel."""
    records = pa.table({"id": [f"{part}-{at}" for at in range(20)], "content": [PROGRAM] * 20})
    rows = pa.table(lintseq.generate(records, seed=part))
    edits = lintseq.sequence(PROGRAM, seed=part)
    assert lintseq.check(PROGRAM, edits) == []
    return rows["edits"].to_pylist()


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes(method):
    expected = [work(part) for part in range(4)]
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(work, range(4)) == expected


class Loader:
    """Workers as PyTorch's `DataLoader` has them: each gets indices by a queue, and puts batches into another."""

    def __init__(self, method, workers):
        context = multiprocessing.get_context(method)
        self.indices = [context.Queue() for _ in range(workers)]
        self.batches = context.Queue()
        self.processes = [
            context.Process(target=self.loop, args=(indices, self.batches), daemon=True)
            for indices in self.indices
        ]
        for process in self.processes:
            process.start()

    @staticmethod
    def loop(indices, batches):
        while (index := indices.get()) is not None:
            batches.put((index, work(index)))

    def epoch(self, count):
        for index in range(count):
            self.indices[index % len(self.indices)].put(index)
        found = dict(self.batches.get(timeout=120) for _ in range(count))
        return [found[index] for index in range(count)]

    def close(self):
        for indices in self.indices:
            indices.put(None)
        for process in self.processes:
            process.join(timeout=60)
            assert process.exitcode == 0


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_of_a_data_loader(method):
    # The parent has worked before it forks, as trainers do that look at a batch first.
    expected = [work(part) for part in range(6)]
    loader = Loader(method, 2)
    for _ in range(2):
        assert loader.epoch(6) == expected
    loader.close()


def test_a_fork_in_the_middle_of_work():
    """A child that is forked while other threads work has a wheel that works."""
    stop = threading.Event()

    def busy():
        while not stop.is_set():
            work(1)

    threads = [threading.Thread(target=busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(10):
            child = os.fork()
            if child == 0:
                try:
                    os._exit(0 if lintseq.apply(lintseq.sequence(PROGRAM)) == PROGRAM else 1)
                finally:
                    os._exit(2)
            deadline = time.monotonic() + 60
            status = None
            while status is None and time.monotonic() < deadline:
                done, found = os.waitpid(child, os.WNOHANG)
                status = found if done else None
                time.sleep(0.005)
            if status is None:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            assert status == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_no_thread_stays_behind():
    work(1)
    pa.table(lintseq.generate(pa.table({"content": [PROGRAM] * 100}), threads=4))
    assert sum(1 for name in names_of_threads() if name.startswith("worker-")) == 0


def names_of_threads():
    folder = f"/proc/{os.getpid()}/task"
    for task in os.listdir(folder) if os.path.isdir(folder) else []:
        try:
            with open(f"{folder}/{task}/comm") as file:
                yield file.read().strip()
        except FileNotFoundError:
            pass


def test_threads_of_one_process_agree():
    expected = [work(part) for part in range(4)]
    found = {}
    threads = [
        threading.Thread(target=lambda part=part: found.__setitem__(part, work(part))) for part in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[part] for part in range(4)] == expected


def test_the_interpreter_lock_is_released():
    """Another thread goes on while a large batch is worked on."""
    counted = []
    stop = threading.Event()

    def count():
        while not stop.is_set():
            counted.append(time.monotonic())
            time.sleep(0.001)

    records = pa.table({"content": [PROGRAM] * 2000})
    counter = threading.Thread(target=count)
    counter.start()
    begun = time.monotonic()
    pa.table(lintseq.generate(records, sequences_per_program=3))
    ended = time.monotonic()
    stop.set()
    counter.join()
    # With the lock held there would be one pause as long as all of it.
    moments = [begun, *(moment for moment in counted if begun < moment < ended), ended]
    longest = max(later - earlier for earlier, later in zip(moments, moments[1:]))
    assert longest < (ended - begun) / 2, (longest, ended - begun)


INTERRUPTED = """
import os, signal, sys, threading
import lintseq
import pyarrow as pa

def endless():
    schema = pa.schema([("content", pa.string())])
    batch = pa.record_batch([["x = 1\\nprint(x)\\n" * 50] * 500], schema=schema)
    def batches():
        while True:
            yield batch
    return pa.RecordBatchReader.from_batches(schema, batches())

threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    READ
except KeyboardInterrupt:
    print("interrupted")
    sys.exit(0)
"""


@pytest.mark.parametrize(
    "read",
    [
        "[None for batch in lintseq.generate(endless(), sequences_per_program=20)]",
        # One long batch.
        "next(iter(lintseq.generate(endless(), sequences_per_program=1000, batch_bytes=1 << 40)))",
        "lintseq.sequence('x = 1\\n' * 4000 + 'print(x)\\n' * 900, children=30, population=30, top_k=30)",
        "lintseq.check('x = 1\\n' * 5000, [f'@@ -{at},0 +{at + 1} @@\\n+x = 1\\n' for at in range(5000)])",
    ],
)
def test_an_interrupt_is_raised(read):
    # Each would take minutes to its end, and most of them for a single record.
    code = INTERRUPTED.replace("READ", read)
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert made.stdout == "interrupted\n", (made.returncode, made.stderr)


def test_an_interrupt_ends_what_other_libraries_read():
    code = INTERRUPTED.replace("READ", "pa.table(lintseq.generate(endless(), sequences_per_program=20))")
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    # The library tells of an error of its own, and the interrupt comes as soon as it has returned.
    assert "interrupted" in made.stdout or "KeyboardInterrupt" in made.stderr, made.stderr


def test_a_panic_costs_its_record_only():
    # Nothing is known that panics; what is rejected for a reason goes the same way.
    records = pa.table({"id": ["a", "b", "c"], "content": ["x = 1\n", "(" * 5000, "y = 1\n"]})
    made = lintseq.generate(records)
    assert pa.table(made)["id"].to_pylist() == ["a", "c"]
    assert sum(made.counts["rejected"].values()) == 1


def test_import_is_quick():
    code = textwrap.dedent("""
        import time
        begun = time.process_time()
        import lintseq
        print(time.process_time() - begun)
    """)
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    assert min(times) < 0.05, times
