"""What jobs on clusters share, without a cluster: files in pieces, counts that add up, stars, stages of deduplication."""

import json
import os
import random

import conftest
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lintseq import _dedup, _files, _stars

LINTSEQ = os.path.abspath(os.environ["LINTSEQ"])
SIGNATURES = pa.schema([("record", pa.string()), ("exact", pa.string()), ("bands", pa.list_(pa.int64()))])


def run_tasks(tasks):
    """An engine that runs tasks in any order."""
    return [task.run() for task in reversed(tasks)]


@pytest.fixture
def corpus(tmp_path):
    """Files of different sizes, one of them a giant, and with a giant bucket over all of them."""
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    texts = [row["response"] for row in conftest.read(conftest.PROGRAMS)]
    draw = random.Random(5)
    for number, (name, count) in enumerate([("a", 30), ("deeper/b", 400), ("c", 5), ("empty", 0)]):
        rows = [{"id": f"{number}-{at}", "content": draw.choice(texts)} for at in range(count)]
        rows += [
            {"id": f"{number}-{at}-same", "content": "def same(a):\n    return a * 2\n"}
            for at in range(count)
        ]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def rows_of(folder):
    lines = []
    for path in sorted(folder.glob("*.zst")):
        lines += pa.CompressedInputStream(pa.OSFile(str(path)), "zstd").read().splitlines()
    return sorted(lines)


def test_a_giant_file_is_shared_by_tasks(corpus, command_line, tmp_path):
    options = {"min_lines": 3}
    counts = _files.map_job(run_tasks, "filter", str(corpus), str(tmp_path / "out"), LINTSEQ, 30_000, options)
    names = [path.name for path in sorted((tmp_path / "out" / "data").glob("*.zst"))]
    pieces = [name for name in names if name.startswith("deeper--b")]
    assert len(pieces) > 5 and pieces[0] == f"deeper--b.0-of-{len(pieces)}.jsonl.zst"
    assert counts["pieces"] == len(names)
    # What is skewed is named.
    giant = corpus / "deeper" / "b.jsonl"
    assert counts["largest_file"] == {"path": str(giant), "bytes": giant.stat().st_size}
    expected = command_line("filter", corpus, "--min-lines", 3, output=tmp_path / "alone.jsonl")
    expected = sorted((tmp_path / "alone.jsonl").read_bytes().splitlines())
    assert rows_of(tmp_path / "out" / "data") == expected and counts["rows"] == len(expected)
    assert json.loads((tmp_path / "out" / "counts.json").read_text()) == counts


def test_a_job_goes_on_where_it_was(corpus, tmp_path):
    arguments = ("filter", str(corpus), str(tmp_path / "out"), LINTSEQ)
    first = _files.map_job(run_tasks, *arguments, None, {"min_lines": 3})
    again = _files.map_job(run_tasks, *arguments, None, {"min_lines": 3})
    assert (first["found_done"], again["found_done"]) == (0, 4)
    assert {**again, "found_done": 0, "seconds": 0} == {**first, "seconds": 0}
    with pytest.raises(FileExistsError, match="a.jsonl.zst: not of this job"):
        _files.map_job(run_tasks, *arguments, 30_000, {"min_lines": 3})
    with pytest.raises(RuntimeError, match="--resume"):
        _files.map_job(run_tasks, *arguments, None, {"min_lines": 4})


def test_files_of_a_folder(tmp_path):
    for name in ["b.jsonl", "a/b.parquet", "a/_hidden.jsonl", ".git/x.jsonl", "notes.txt", "c.jsonl.gz"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}\n")
    assert [piece.name for piece in _files.pieces_of(str(tmp_path))] == ["a--b", "b", "c"]
    assert [piece.name for piece in _files.pieces_of(str(tmp_path / "b.jsonl"))] == ["b"]
    (tmp_path / "a--b.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match="outputs of one name: a--b"):
        _files.pieces_of(str(tmp_path))
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="no data files"):
        _files.pieces_of(str(tmp_path / "empty"))


def test_counts_that_do_not_add_up_are_an_error():
    piece = {
        "piece": 0,
        "path": "a",
        "bytes": 1,
        "seconds": 0.1,
        "was_there": False,
        "rows": 2,
        "records_out": 2,
    }
    whole = _files.sum_of("filter", [{**piece, "records_in": 5, "rejected": {"x": 3}}])
    assert whole["records_in"] == 5 and whole["rejected"] == {"x": 3}
    with pytest.raises(AssertionError, match="do not add up"):
        _files.sum_of("filter", [{**piece, "records_in": 6, "rejected": {"x": 3}}])
    signatures, clusters = {"rows": 5, "records_in": 6}, {"records": 5, "roots": 3}
    keep = {"records_in": 6, "rejected": {"near-duplicate": 1, "duplicate": 1, "missing-field": 1}}
    _dedup.check_chain(signatures, clusters, keep, keeps_one=True)
    for stage, name in [(signatures, "rows"), (clusters, "roots"), (keep, "records_in")]:
        right, stage[name] = stage[name], stage[name] + 1
        with pytest.raises(AssertionError):
            _dedup.check_chain(signatures, clusters, keep, keeps_one=True)
        stage[name] = right


def find_clusters(job, records):
    """What engines do between the stages, in one process, with every file a part of its own."""
    tables = [pq.read_table(task.output, columns=SIGNATURES.names) for task in job.signatures()]
    pairs, largest, rounds = stars_of(tables)
    names = [record for table in tables for record in table["record"].to_pylist()]
    roots = {record: pairs.get(record, record) for record in names}
    for piece in job.pieces:
        is_here = lambda record: _dedup.source_of(record) == piece.path
        here = [(record, root) for record, root in roots.items() if is_here(record) or is_here(root)]
        columns = list(zip(*here)) or [[], []]
        table = pa.table(dict(zip(["record", "root"], columns)), schema=_dedup.CLUSTERS)
        _dedup.write_clusters(job.clusters_of(piece.number), table)
    kept = sum(record == root for record, root in roots.items())
    return {
        "stage": "clusters",
        "records": records,
        "roots": kept,
        "rounds": rounds,
        "largest_bucket": largest,
    }


def stars_of(signatures):
    """Stars of the records in some tables of signatures, the size of the largest bucket, and the number of rounds."""
    inside = [_stars.inside(table) for table in signatures]
    across = _stars.across(pa.concat_tables([_stars.smallest(table) for table in signatures]))
    edges = _stars.distinct(pa.concat_tables([*inside, across.select(["record", "other"])]))
    before, pairs, rounds = None, {}, 0
    while before is None or pairs != before:
        before, rounds = pairs, rounds + 1
        edges = _stars.small_star(_stars.large_star(_stars.both_ways(edges)))
        pairs = dict(zip(edges["record"].to_pylist(), edges["other"].to_pylist()))
    return pairs, max(across["size"].to_pylist(), default=0), rounds


@pytest.mark.parametrize("options", [{}, {"threshold": 0.5}, {"likeness": "tokens"}, {"keep": "none"}])
def test_stages_decide_as_one_machine(corpus, command_line, tmp_path, options):
    root, alone = tmp_path / "out", tmp_path / "alone.jsonl"
    counts = _dedup.dedup_job(run_tasks, find_clusters, str(corpus), str(root), LINTSEQ, options)
    command_line("dedup", corpus, *_files.flags_of(options), output=alone)
    assert rows_of(root / "data") == sorted(alone.read_bytes().splitlines())
    signatures, clusters, keep = counts["stages"]
    assert signatures["records_in"] == keep["records_in"] == clusters["records"] == 870
    assert clusters["largest_bucket"] >= 435 and keep["largest_file"]["path"].endswith("deeper/b.jsonl")


def test_clusters_of_other_files_are_not_used(corpus, tmp_path):
    arguments = (run_tasks, find_clusters, str(corpus), str(tmp_path / "out"), LINTSEQ, {})
    _dedup.dedup_job(*arguments)
    assert all(stage.get("found_done", 4) == 4 for stage in _dedup.dedup_job(*arguments)["stages"])
    (corpus / "aa.jsonl").write_text('{"id": "new", "content": "x = 1\\n"}\n')
    with pytest.raises(ValueError, match="choose another output"):
        _dedup.dedup_job(*arguments)


def test_a_giant_bucket_is_told_by_its_smallest():
    """However many have a key, a part tells others of one, and edges are as many as records."""
    members = [f"m{at:05}" for at in range(10_000)]
    parts = [
        pa.table({"record": part, "exact": ["same"] * 1000, "bands": [[1, 2]] * 1000}, schema=SIGNATURES)
        for part in (members[at::10] for at in range(10))
    ]
    told = pa.concat_tables([_stars.smallest(part) for part in parts])
    assert len(told) == 10 * 3
    assert (
        sum(len(_stars.inside(part)) for part in parts) + len(_stars.distinct(_stars.across(told))) == 9_999
    )
    pairs, largest, rounds = stars_of(parts)
    assert pairs == {member: "m00000" for member in members[1:]} and largest == 10_000 and rounds <= 3


def test_stars_find_the_components():
    draw = random.Random(3)
    for _ in range(200):
        count = draw.randrange(1, 40)
        rows = [
            {
                "record": f"r{at:02}",
                "exact": str(draw.randrange(count)) if draw.random() < 0.3 else None,
                "bands": [draw.randrange(count * 2) for _ in range(draw.randrange(4))] or None,
            }
            for at in draw.sample(range(count), count)
        ]
        cut = draw.randrange(count + 1)
        parts = [pa.Table.from_pylist(part, schema=SIGNATURES) for part in (rows[:cut], rows[cut:])]
        pairs, largest, _ = stars_of(parts)
        root = {row["record"]: row["record"] for row in rows}
        buckets = {}
        for row in rows:
            for key in [*(row["bands"] or []), row["exact"] and f"x{row['exact']}"]:
                if key is not None:
                    buckets.setdefault(key, []).append(row["record"])
        for members in buckets.values():
            roots = {root[member] for member in members}
            root = {record: min(roots) if at in roots else at for record, at in root.items()}
        assert {record: pairs.get(record, record) for record in root} == root
        assert largest == max(map(len, buckets.values()), default=0)
