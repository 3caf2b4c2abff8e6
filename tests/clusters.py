#!/usr/bin/env python3
"""Jobs on real clusters of this machine, with a worker killed in the middle: the rows of one machine must come out.

usage: clusters.py ENGINE… --lintseq PATH [--report FILE]

ENGINE is `ray` (a head and two nodes) or `spark` (a standalone master and two workers). Each makes samples of programs
and removes duplicates among programs, and loses a worker to `kill -9` in both jobs. Rows, rejected records and counts are
compared with those of `lintseq` alone, byte for byte after sorting. Needs the package `lintseq` with Ray or PySpark.
"""
import argparse
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

import jsonl

EXAMPLES = pathlib.Path(__file__).parent.parent / "examples" / "programs.jsonl"
OBJECT_STORE = 200 << 20
FILES = 24
#: Records of one bucket, in all files.
GIANT_BUCKET = 600


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="+", choices=["ray", "spark"])
    parser.add_argument("--lintseq", required=True)
    parser.add_argument("--report")
    options = parser.parse_args()
    command = str(pathlib.Path(options.lintseq).absolute())
    report = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        corpus = write_corpus(folder / "in")
        alone = {
            "generate": run_alone(command, ["generate", corpus, "--format=samples", "--seed=3"], folder / "samples"),
            "dedup": run_alone(command, ["dedup", corpus], folder / "unique"),
        }
        check_giant(corpus, command, folder / "giant", alone["generate"])
        for engine in options.engines:
            with (RayCluster() if engine == "ray" else SparkCluster(folder)) as cluster:
                report[engine] = check(cluster, corpus, command, folder / engine, alone)
    if options.report:
        pathlib.Path(options.report).write_text(json.dumps(report, indent=1) + "\n")


def write_corpus(folder):
    """Files of programs, nearly the same again and again, with one giant file and one giant bucket."""
    folder.mkdir()
    draw = random.Random(7)
    programs = [row["response"] for row in jsonl.read(EXAMPLES)]
    for number in range(FILES):
        rows = []
        for copy in range(6 if number == 4 else 1):
            for at, text in enumerate(programs):
                if draw.random() < 0.6:
                    more = "".join(f"\nx{line} = {draw.random()}\n" for line in range(draw.choice([0, 0, 1, 3])))
                    rows.append({"id": f"{number}-{copy}-{at}", "content": text + more})
        rows += [{"id": f"same-{number}-{at}", "content": "def same(a, b):\n    return a + b * 2\n"} for at in range(GIANT_BUCKET // FILES)]
        lines = [json.dumps(row) for row in rows] + (["no record"] if number == 2 else [])
        (folder / f"{number:02}.jsonl").write_text("\n".join(lines) + "\n")
    return str(folder)


def run_alone(command, arguments, output):
    rejected = f"{output}.rejected.jsonl"
    line = [command, *arguments, "-o", f"{output}.jsonl", "--rejected", rejected, "-q", "--threads=2"]
    subprocess.run(line, check=True)
    records = json.loads(pathlib.Path(f"{output}.jsonl.manifest.json").read_text())["records"]
    return sorted_lines([f"{output}.jsonl"]), sorted_lines([rejected]), records


def sorted_lines(files):
    lines = []
    for file in files:
        if str(file).endswith(".zst"):
            import pyarrow

            text = pyarrow.CompressedInputStream(pyarrow.OSFile(str(file)), "zstd").read()
        else:
            text = pathlib.Path(file).read_bytes()
        lines += text.splitlines()
    return sorted(lines)


def check_giant(corpus, command, output, alone):
    """Files in pieces, by whoever runs the tasks, give the rows of the whole."""
    from lintseq import _files

    options = {"format": "samples", "seed": 3}
    run_tasks = lambda tasks: [task.run() for task in reversed(tasks)]
    counts = _files.map_job(run_tasks, "generate", corpus, str(output), command, 60_000, options)
    rows, rejected, records = alone
    if counts["pieces"] <= FILES or counts["rows"] != records["rows"] or counts["records_in"] != records["records_in"]:
        sys.exit(f"FAILED: the giant file in pieces: {counts}")
    if sorted_lines(output.glob("data/*.zst")) != rows or sorted_lines(output.glob("rejected/*.zst")) != rejected:
        sys.exit("FAILED: the giant file in pieces has not the rows of the whole")
    print(f"giant file: {counts['pieces']} pieces, {counts['rows']} rows, as in one")


def check(cluster, corpus, command, output, alone):
    report = {}
    jobs = {"generate": cluster.run_generate, "dedup": cluster.run_dedup}
    for name, job in jobs.items():
        root = output / name
        # Samples: when some files are done. Duplicates: when all signatures are there, in the middle of the shuffles.
        watched, count = (root / "data", 2) if name == "generate" else (root / "signatures", FILES)
        killer = Killer(cluster, watched, count)
        begun = time.monotonic()
        counts = job(corpus, str(root), command)
        seconds = time.monotonic() - begun
        if not killer.killed:
            sys.exit(f"FAILED: {name} ended before a worker could be killed")
        rows, rejected, records = alone[name]
        last = counts["stages"][-1] if name == "dedup" else counts
        for what, found, expected in [
            ("rows", sorted_lines(root.glob("data/*.zst")), rows),
            ("rejected records", sorted_lines(root.glob("rejected/*.zst")), rejected),
            ("counts", [last[key] for key in ("records_in", "records_out", "rows", "rejected")],
             [records[key] for key in ("records_in", "records_out", "rows", "rejected")]),
        ]:
            if found != expected:
                sys.exit(f"FAILED: {cluster.name} {name}: the {what} are not those of one machine")
        check_skew(cluster, counts, root)
        again = job(corpus, str(root), command)
        last = again["stages"][-1] if name == "dedup" else again
        if last["found_done"] != FILES:
            sys.exit(f"FAILED: {cluster.name} {name}: a second run made files again: {last}")
        report[name] = {"wall_seconds": round(seconds, 1), "counts": counts}
        print(f"{cluster.name} {name}: {len(rows)} rows and {len(rejected)} rejected records, as on one machine; "
              f"{seconds:.0f} s with a worker killed after {killer.after:.0f} s", flush=True)
        cluster.heal()
    return report


def check_skew(cluster, counts, root):
    """What is skewed is in the counts: the giant file, and the giant bucket."""
    stages = counts.get("stages", [counts])
    largest = [pathlib.Path(stage["largest_file"]["path"]).name for stage in stages if "largest_file" in stage]
    buckets = [stage["largest_bucket"] for stage in stages if "largest_bucket" in stage]
    if set(largest) != {"04.jsonl"} or buckets not in ([], [GIANT_BUCKET]):
        sys.exit(f"FAILED: {cluster.name}: what is skewed is not told: {counts}")
    if json.loads((root / "counts.json").read_text()) != counts:
        sys.exit(f"FAILED: {cluster.name}: counts.json has not what the job returns")


class Killer(threading.Thread):
    """Kills a worker as soon as there are so many files in a folder."""

    def __init__(self, cluster, folder, count):
        super().__init__(daemon=True)
        self.cluster, self.folder, self.count = cluster, folder, count
        self.killed, self.after = False, 0.0
        self.start()

    def run(self):
        begun = time.monotonic()
        while time.monotonic() - begun < 600:
            if len(list(self.folder.glob("*.manifest.json"))) >= self.count:
                self.cluster.kill()
                self.killed, self.after = True, time.monotonic() - begun
                return
            time.sleep(0.02)


class RayCluster:
    name = "ray"

    def __enter__(self):
        import ray
        from ray.cluster_utils import Cluster

        head = {"num_cpus": 0, "object_store_memory": OBJECT_STORE, "include_dashboard": False}
        self.cluster = Cluster(initialize_head=True, head_node_args=head)
        self.nodes = []
        self.heal()
        ray.init(address=self.cluster.address, log_to_driver=False, logging_level="ERROR")
        ray.data.DataContext.get_current().enable_progress_bars = False
        return self

    def __exit__(self, *_):
        import ray

        ray.shutdown()
        self.cluster.shutdown()

    def heal(self):
        while len(self.nodes) < 2:
            self.nodes.append(self.cluster.add_node(num_cpus=2, object_store_memory=OBJECT_STORE))

    def kill(self):
        node = self.nodes.pop()
        os.kill(node.all_processes["raylet"][0].process.pid, signal.SIGKILL)

    def run_generate(self, corpus, output, command):
        import lintseq.ray

        return lintseq.ray.run("generate", corpus, output, command=command, format="samples", seed=3)

    def run_dedup(self, corpus, output, command):
        import lintseq.ray

        return lintseq.ray.dedup(corpus, output, command=command)


class SparkCluster:
    name = "spark"

    def __init__(self, folder):
        self.folder = folder / "spark-cluster"
        self.folder.mkdir()
        self.workers = []

    def __enter__(self):
        import pyspark
        from pyspark.sql import SparkSession

        self.home = pathlib.Path(pyspark.__file__).parent
        log = self.folder / "master.log"
        self.master = self.start("master.Master", ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"], log)
        self.address = self.wait(log, r"Starting Spark master at (spark://\S+)")
        self.heal()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self.session = (
            SparkSession.builder.master(self.address)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", "600m")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.cores", "1")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("FATAL")
        return self

    def __exit__(self, *_):
        self.session.stop()
        for process in [*self.workers, self.master]:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def start(self, what, arguments, log):
        line = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}", *arguments]
        with log.open("w") as file:
            environment = {**os.environ, "SPARK_DAEMON_MEMORY": "256m", "SPARK_HOME": str(self.home)}
            return subprocess.Popen(line, stdout=file, stderr=file, env=environment, start_new_session=True)

    def wait(self, log, pattern):
        for _ in range(600):
            found = re.search(pattern, log.read_text())
            if found:
                return found.group(found.re.groups)
            time.sleep(0.1)
        sys.exit(f"FAILED: a process of Spark does not start: {log.read_text()[-2000:]}")

    def heal(self):
        while len(self.workers) < 2:
            log = self.folder / f"worker-{time.monotonic_ns()}.log"
            fixed = ["-c", "1", "-m", "600m", "--host", "127.0.0.1", "--webui-port", "0", "-d", str(self.folder)]
            self.workers.append(self.start("worker.Worker", [*fixed, self.address], log))
            self.wait(log, r"Successfully registered with master")

    def kill(self):
        worker = self.workers.pop()
        # The worker and its executor.
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def run_generate(self, corpus, output, command):
        import lintseq.spark

        return lintseq.spark.run(
            self.session, "generate", corpus, output, command=command, format="samples", seed=3
        )

    def run_dedup(self, corpus, output, command):
        import lintseq.spark

        return lintseq.spark.dedup(self.session, corpus, output, command=command)


if __name__ == "__main__":
    main()
