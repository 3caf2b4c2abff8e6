"""The same records give the same rows as on the command line."""

import json

import conftest
import lintseq
import pyarrow as pa
import pyarrow.parquet
import pytest


def ids_as_text(rows):
    return [{**row, "id": str(row["id"])} if "id" in row else row for row in rows]


def as_columns(rows):
    """Rows as a table shows them: a value of no fixed type is JSON text."""
    open_columns = {"record", "export"}

    def value(name, value):
        is_open = name in open_columns and not isinstance(value, str) and value is not None
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False) if is_open else value

    return [{name: value(name, found) for name, found in row.items()} for row in rows]


@pytest.mark.parametrize("format", ["sequences", "text", "samples", "zeta2", "oce-messages", "sweep"])
@pytest.mark.parametrize("threads", [1, 2])
def test_generate(programs, command_line, format, threads):
    expected = command_line(
        "generate", conftest.PROGRAMS, "--format", format, "--seed", 3, "--sequences-per-program", 2
    )
    rows = lintseq.generate(programs, format=format, seed=3, sequences_per_program=2, threads=threads)
    found = pa.table(rows).to_pylist()
    assert found == ids_as_text(expected)
    counts = rows.counts
    assert counts["rows"] == len(expected)
    assert counts["records_in"] == counts["records_out"] + sum(counts["rejected"].values()) == len(programs)


def test_rows_of_pylintseq_name_their_file(programs, command_line):
    expected = command_line("generate", conftest.PROGRAMS, "--format", "pylintseq")
    rows = lintseq.generate(programs, format="pylintseq", source=str(conftest.PROGRAMS))
    assert pa.table(rows).to_pylist() == expected


def test_samples(programs, command_line):
    expected = command_line("generate", conftest.PROGRAMS, "--format", "samples", "--no-edit-rate", 0.5)
    assert pa.table(lintseq.samples(programs, no_edit_rate=0.5)).to_pylist() == expected


def test_commits(commit_rows, command_line):
    options = ["--next", "each", "--allow-removals"]
    expected = command_line("commits", conftest.COMMITS, *options)
    found = pa.table(lintseq.commits(commit_rows, next="each", allow_removals=True)).to_pylist()
    assert found == expected and found


def test_commits_as_published_carry_their_columns(commit_rows, command_line):
    expected = command_line("commits", conftest.COMMITS, "--compat", "nep", "--format", "nep")
    found = pa.table(lintseq.commits(commit_rows, compat="nep", format="nep")).to_pylist()
    # A column that a row of JSON does not have is null.
    present = [{name: value for name, value in row.items() if name in one} for row, one in zip(found, expected)]
    assert present == expected and found


@pytest.mark.parametrize("format", ["zeta", "pochi", "instinct-messages", "samples"])
def test_export(programs, command_line, tmp_path, format):
    samples = tmp_path / "samples.jsonl"
    made = command_line("generate", conftest.PROGRAMS, "--format", "samples")
    samples.write_text("".join(json.dumps(row) + "\n" for row in made))
    expected = command_line("export", samples, "--format", format)
    # Straight from one stream into the other.
    found = pa.table(lintseq.export(lintseq.samples(programs), format=format)).to_pylist()
    assert found == as_columns(expected) and found


def test_shards_are_parts(programs):
    def make(**options):
        return pa.table(lintseq.generate(programs, **options)).to_pylist()

    parts = [row for part in range(3) for row in make(shard=f"{part}/3")]
    by_id = lambda row: (row["id"], row["sequence_index"])
    assert sorted(parts, key=by_id) == sorted(make(), key=by_id)


def test_how_records_are_cut_does_not_matter(programs):
    whole = pa.table(lintseq.generate(programs, seed=1))
    for size in [1, 3, 64]:
        reader = pa.RecordBatchReader.from_batches(programs.schema, programs.to_batches(max_chunksize=size))
        rows = lintseq.generate(reader, seed=1, batch_bytes=1 << 12)
        assert pa.table(rows).combine_chunks() == whole.combine_chunks()


def test_filter(programs, command_line):
    expected = command_line("filter", conftest.PROGRAMS, "--min-lines", 20, "--parses", "--max-lines", 60)
    rows = lintseq.filter(programs, min_lines=20, parses=True, max_lines=60)
    found = pa.table(rows)
    assert found.to_pylist() == expected and 0 < len(expected) < len(programs)
    assert found.schema == programs.schema
    assert sum(rows.counts["rejected"].values()) == len(programs) - len(expected)


def test_filter_keeps_types():
    from datetime import datetime

    times = pa.array([datetime(2026, 1, 2, 3, 4, 5, 678)] * 2, pa.timestamp("us"))
    columns = {
        "content": pa.array(["x = 1\n", "x = 1\ny = 2\n"], pa.string()),
        "when": times,
        "tags": pa.array([["a"], None], pa.list_(pa.string())),
        "at": pa.array([{"line": 1, "path": "p"}, None], pa.struct([("line", pa.int32()), ("path", pa.string())])),
        "kind": pa.array(["k", None]).dictionary_encode(),
        "share": pa.array([0.5, None], pa.float32()),
    }
    table = pa.table(columns)
    found = pa.table(lintseq.filter(table, min_lines=2))
    assert found.schema == table.schema
    assert found.to_pylist() == table.slice(1).to_pylist()


def test_decontaminate(programs, command_line, tmp_path):
    benchmark = tmp_path / "benchmark.jsonl"
    row = programs.slice(3, 1).to_pylist()[0]
    text = next(row[name] for name in ("response", "content", "code", "text") if row.get(name))
    benchmark.write_text(json.dumps({"task_id": "t/1", "code": text}) + "\n")
    expected = command_line("decontaminate", conftest.PROGRAMS, "--benchmark", benchmark)
    seen = []
    rows = lintseq.decontaminate(programs, benchmark=[benchmark], on_rejected=seen.append)
    assert pa.table(rows).to_pylist() == expected and len(expected) < len(programs)
    rejected = pa.record_batch(seen[0]).to_pylist()[0]
    assert rejected["reason"] == "contaminated" and "t/1" in rejected["message"]
    assert rows.counts["rejected"] == {"contaminated": len(programs) - len(expected)}


@pytest.mark.parametrize("options", [{}, {"verify": True, "threshold": 0.8, "seed": 3}, {"likeness": "tokens"}])
def test_minhash_signatures(programs, command_line, tmp_path, options):
    # Records are named after their rows as they are read, which from Parquet are those of the table.
    file = tmp_path / "programs.parquet"
    pyarrow.parquet.write_table(programs, file)
    flags = [f"--{name}" if value is True else f"--{name}={value}" for name, value in options.items()]
    expected = command_line("dedup", file, "--stage", "signatures", *flags)
    rows = lintseq.minhash_signatures(programs, source=str(file), threads=2, **options)
    assert pa.table(rows).to_pylist() == expected and len(expected) == len(programs)


def test_minhash_signatures_decide_as_one_run(programs, command_line, tmp_path):
    twice = pa.concat_tables([programs, programs])
    file, signatures = tmp_path / "programs.parquet", tmp_path / "signatures.parquet"
    edges, clusters = tmp_path / "edges.parquet", tmp_path / "clusters.parquet"
    pyarrow.parquet.write_table(twice, file)
    pyarrow.parquet.write_table(pa.table(lintseq.minhash_signatures(twice, source=str(file))), signatures)
    command_line("dedup", signatures, "--stage", "edges", output=edges)
    command_line("dedup", edges, "--stage", "clusters", output=clusters)
    kept = command_line("dedup", file, "--stage", "keep", "--clusters", clusters)
    assert kept == command_line("dedup", file) and 0 < len(kept) <= len(programs)
