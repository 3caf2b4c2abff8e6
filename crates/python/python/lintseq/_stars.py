"""The smallest record of every group of duplicates, found from tables of keys: what Ray has no operator for.

After Kiveris et al., Connected Components in MapReduce and Beyond, SoCC 2014: large star and small star keep what is
connected, and together they make every component a star around its smallest record, in a number of rounds that grows
with the logarithm of its size. Spark has joins and does the same in SQL.

Every function takes a table and makes one. Joins of Arrow were decided against: they took as long as dictionaries do, and
three times the memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import pyarrow

#: Two columns.
Pairs = tuple[list[str], list[str]]


def inside(signatures: pyarrow.Table) -> pyarrow.Table:
    """Edges from records to the smallest with the same key, as far as these signatures go."""
    keys, records = _keys(signatures)
    centres = _smallest(keys, records)
    return _edges((record, centres[key]) for key, record in zip(keys, records))


def smallest(signatures: pyarrow.Table) -> pyarrow.Table:
    """The smallest record of every key in these signatures, and how many have the key: ``key``, ``record``, ``size``.

    Nobody else needs to know more of them, so that a giant bucket is not brought together anywhere.
    """
    keys, records = _keys(signatures)
    centres = _smallest(keys, records)
    sizes = dict.fromkeys(centres, 0)
    for key in keys:
        sizes[key] += 1
    texts = [pyarrow.array(column, pyarrow.string()) for column in (list(centres), list(centres.values()))]
    return pyarrow.table([*texts, pyarrow.array(sizes.values(), pyarrow.int64())], ["key", "record", "size"])


def across(found: pyarrow.Table) -> pyarrow.Table:
    """All that `smallest` found about some keys to edges to the smallest of all; ``size`` is that of the largest
    bucket, on every row."""
    keys, records = found["key"].to_pylist(), found["record"].to_pylist()
    centres = _smallest(keys, records)
    sizes = dict.fromkeys(centres, 0)
    for key, size in zip(keys, found["size"].to_pylist()):
        sizes[key] += size
    # An edge of a record to itself says nothing: there is a row for the size where there are no others.
    loop = records[:1]
    edges = _edges((record, centres[key]) for key, record in zip(keys, records))
    table = pyarrow.concat_tables([_table(loop, loop), edges])
    largest = max(sizes.values(), default=0)
    return table.append_column("size", pyarrow.array([largest] * len(table), pyarrow.int64()))


def large_star(edges: pyarrow.Table) -> pyarrow.Table:
    """Every larger neighbour of a record to the smallest of its neighbourhood. Wants edges in both directions."""
    records, others = _pairs(edges)
    centres = _smallest(records, others)
    pairs = zip(records, others)
    return _edges((other, min(record, centres[record])) for record, other in pairs if other > record)


def small_star(edges: pyarrow.Table) -> pyarrow.Table:
    """A record and its smaller neighbours to the smallest of them. Wants edges from larger records to smaller."""
    records, others = _pairs(edges)
    centres = _smallest(records, others)
    neighbours = ((other, centres[record]) for record, other in zip(records, others))
    return _edges(chain(neighbours, centres.items()))


def both_ways(edges: pyarrow.Table) -> pyarrow.Table:
    """Every edge, and every edge turned round."""
    turned = pyarrow.table({"record": edges["other"], "other": edges["record"]})
    return pyarrow.concat_tables([edges.select(["record", "other"]), turned])


def distinct(edges: pyarrow.Table) -> pyarrow.Table:
    """Edges between different records, each once."""
    return _edges(zip(*_pairs(edges)))


def _pairs(edges: pyarrow.Table) -> Pairs:
    return edges["record"].to_pylist(), edges["other"].to_pylist()


def _keys(signatures: pyarrow.Table) -> Pairs:
    """A row for each key that duplicates share: the key and the record."""
    keys: list[str] = []
    records: list[str] = []
    for record, exact, bands in zip(*(signatures[name].to_pylist() for name in ("record", "exact", "bands"))):
        of_record = [str(band) for band in bands or ()] + ([] if exact is None else [f"x{exact}"])
        keys += of_record
        records += [record] * len(of_record)
    return keys, records


def _smallest(keys: list[str], values: list[str]) -> dict[str, str]:
    """The smallest value of every key."""
    found: dict[str, str] = {}
    for key, value in zip(keys, values):
        known = found.get(key)
        if known is None or value < known:
            found[key] = value
    return found


def _edges(pairs: Iterable[tuple[str, str]]) -> pyarrow.Table:
    different = dict.fromkeys(pair for pair in pairs if pair[0] != pair[1])
    return _table([pair[0] for pair in different], [pair[1] for pair in different])


def _table(records: list[str], others: list[str]) -> pyarrow.Table:
    columns = [pyarrow.array(column, pyarrow.string()) for column in (records, others)]
    return pyarrow.table(columns, ["record", "other"])
