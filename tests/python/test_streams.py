"""Whatever speaks Arrow goes in, and whatever reads Arrow takes what comes out."""

import duckdb
import lintseq
import polars as pl
import pyarrow as pa
import pytest

PROGRAM = "def f(x):\n    return x + 1\n\n\nprint(f(1))\n"


def table(count=3, **columns):
    return pa.table({"id": [f"p{at}" for at in range(count)], "content": [PROGRAM] * count, **columns})


def rows(records, **options):
    return pa.table(lintseq.generate(records, **options)).to_pylist()


def forms():
    one = table()
    yield "table", one
    yield "batch", one.to_batches()[0]
    yield "reader", pa.RecordBatchReader.from_batches(one.schema, iter(one.to_batches()))
    yield "polars", pl.from_arrow(one)
    yield "polars lazy", pl.from_arrow(one).lazy().collect()
    yield "duckdb", duckdb.sql("select * from one").to_arrow_reader()
    text = one["content"]
    for kind in [pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.string())]:
        yield str(kind), pa.table({"id": one["id"], "content": text.cast(kind)})
    yield "lintseq", lintseq.export(lintseq.samples(one), format="samples")


@pytest.mark.parametrize("name, records", list(forms()), ids=lambda value: value if isinstance(value, str) else "")
def test_everything_goes_in(name, records):
    if name == "lintseq":
        assert pa.table(lintseq.export(records, format="zeta")).num_rows > 0
    else:
        assert rows(records) == rows(table())


def test_everything_takes_what_comes_out():
    expected = rows(table())
    made = lambda: lintseq.generate(table())
    assert pl.DataFrame(made()).to_dicts() == expected
    assert pa.RecordBatchReader.from_stream(made()).read_all().to_pylist() == expected
    reader = pa.RecordBatchReader.from_stream(made())
    assert duckdb.sql("select count(*) from reader").fetchall() == [(len(expected),)]
    batches = [pa.record_batch(batch) for batch in made()]
    assert pa.Table.from_batches(batches).to_pylist() == expected
    assert pa.schema(made()) == pa.table(made()).schema
    assert pa.schema(made()).field("source").type == pa.large_string()


def test_rows_are_made_as_they_are_read():
    taken = []

    def batches():
        for at in range(100):
            taken.append(at)
            yield table(2).to_batches()[0]

    made = iter(lintseq.generate(pa.RecordBatchReader.from_batches(table().schema, batches())))
    assert taken == []
    next(made)
    assert len(taken) == 1
    assert made.counts["records_in"] == 2


def test_batches_are_bounded_by_bytes():
    large = lintseq.generate(table(500), batch_bytes=20_000, sequences_per_program=2)
    batches = [pa.record_batch(batch) for batch in large]
    assert len(batches) > 5
    # One row may go beyond; twice as much would be two of them.
    assert max(batch.nbytes for batch in batches) < 40_000


def test_a_stream_is_read_once():
    made = lintseq.generate(table())
    pa.table(made)
    with pytest.raises(ValueError, match="have been read"):
        pa.table(made)
    made = lintseq.generate(table())
    assert len(list(made)) == 1
    assert list(made) == []


def test_rejected_records():
    texts = ["x = 1\nprint(x)\n", "def (:\n", None, "y\n"]
    records = pa.table({"id": [1, 2, 3, 4], "content": texts})
    seen = []
    made = lintseq.generate(records, on_rejected=seen.append, source="here")
    found = pa.table(made)
    assert found["id"].to_pylist() == ["1", "4"]
    rejected = pa.Table.from_batches([pa.record_batch(batch) for batch in seen]).to_pylist()
    assert [row["id"] for row in rejected] == ["2", "3"]
    assert {row["source"] for row in rejected} == {"here"}
    assert rejected[0]["record"] == '{"id":2,"content":"def (:\\n"}'
    reasons = {row["reason"] for row in rejected}
    counts = made.counts
    assert set(counts["rejected"]) == reasons and sum(counts["rejected"].values()) == 2
    assert (counts["records_in"], counts["records_out"], counts["rows"]) == (4, 2, 2)


def test_what_a_callback_raises_ends_the_stream():
    def refuse(batch):
        raise KeyError("enough")

    records = pa.table({"content": ["def (:\n"]})
    made = iter(lintseq.generate(records, on_rejected=refuse))
    with pytest.raises(KeyError, match="enough"):
        next(made)
    with pytest.raises(pa.ArrowInvalid, match="enough"):
        pa.table(lintseq.generate(records, on_rejected=refuse))


def test_a_stream_that_breaks_off():
    def batches():
        yield table().to_batches()[0]
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(table().schema, batches())
    made = iter(lintseq.generate(reader))
    next(made)
    with pytest.raises(RuntimeError, match="the disk is gone"):
        next(made)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"sed": 1}, "unknown key `sed`; did you mean `seed`"),
        ({"output": "x"}, "unknown key `output`"),
        ({"seed": "x"}, "invalid value 'x' for '--seed <N>'"),
        ({"seed": -1}, "invalid value '-1' for '--seed <N>'"),
        ({"format": "nothing"}, "invalid value 'nothing' for '--format <FORMAT>'"),
        ({"linter": ["nobody"]}, "nobody"),
        ({"language": "klingon"}, "klingon"),
        ({"threads": 0}, "threads"),
    ],
)
def test_options_are_checked_at_once(options, message):
    with pytest.raises(ValueError, match=message):
        lintseq.generate(table(), **options)


def test_records_are_checked_at_once():
    with pytest.raises(TypeError, match="expected an Arrow table"):
        lintseq.generate([1, 2])
    with pytest.raises(TypeError, match="object"):
        lintseq.generate(table(), seed=object())


def test_what_has_no_rows():
    nothing = table().slice(0, 0)
    assert rows(nothing) == []
    assert pa.table(lintseq.generate(nothing)).schema == pa.table(lintseq.generate(table())).schema


def test_values_of_many_types_pass_through_as_metadata():
    from datetime import datetime
    from decimal import Decimal

    records = table(
        1, when=[datetime(2026, 1, 2, 3, 4, 5)], price=[Decimal("1.50")], tags=[["a", None]], nested=[{"a": [1]}]
    )
    metadata = rows(records)[0]["metadata"]
    for part in ['"when":"2026-01-02T03:04:05"', '"price":1.5', '"tags":["a",null]', '"nested":{"a":[1]}']:
        assert part in metadata, metadata
