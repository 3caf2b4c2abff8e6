"""The smallest record of every group of duplicates, found from tables of keys: what Ray has no operator for.

After Kiveris et al., Connected Components in MapReduce and Beyond, SoCC 2014: large star and small star keep what is
connected, and together they make every component a star around its smallest record, in a number of rounds that grows
with the logarithm of its size. Spark has joins and does the same in SQL.

Every function takes a table and makes one. Joins of Arrow were decided against: they took as long as dictionaries do, and
three times the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow


def inside(signatures: pyarrow.Table) -> pyarrow.Table:
    """Edges from records to the smallest with the same key, as far as these signatures go."""
    return _edges(_to_smallest(_grouped(_keys(signatures))))


def smallest(signatures: pyarrow.Table) -> pyarrow.Table:
    """The smallest record of every key in these signatures, and how many have the key: ``key``, ``record``, ``size``.

    Nobody else needs to know more of them, so that a giant bucket is not brought together anywhere.
    """
    groups = _grouped(_keys(signatures))
    records = pyarrow.array([min(members) for members in groups.values()], pyarrow.string())
    sizes = pyarrow.array([len(members) for members in groups.values()], pyarrow.int64())
    return pyarrow.table({"key": pyarrow.array(groups, pyarrow.string()), "record": records, "size": sizes})


def across(keys: pyarrow.Table) -> pyarrow.Table:
    """All that `smallest` found about some keys to edges to the smallest of all; ``size`` is that of the largest
    bucket, on every row."""
    groups: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for key, record, size in zip(*(keys[name].to_pylist() for name in ("key", "record", "size"))):
        groups.setdefault(key, []).append(record)
        sizes[key] = sizes.get(key, 0) + size
    # An edge of a record to itself says no more than that somebody has the key: there is a row for the size.
    largest = max(sizes, key=lambda key: sizes[key], default=None)
    loop = [] if largest is None else [(groups[largest][0], groups[largest][0])]
    size = 0 if largest is None else sizes[largest]
    table = pyarrow.concat_tables([_table(loop), _edges(_to_smallest(groups))])
    return table.append_column("size", pyarrow.array([size] * len(table), pyarrow.int64()))


def large_star(edges: pyarrow.Table) -> pyarrow.Table:
    """Every larger neighbour of a record to the smallest of its neighbourhood. Wants edges in both directions."""

    def stars() -> Iterator[tuple[str, str]]:
        for record, neighbours in _grouped(_pairs(edges)).items():
            centre = min(record, min(neighbours))
            yield from ((other, centre) for other in neighbours if other > record)

    return _edges(stars())


def small_star(edges: pyarrow.Table) -> pyarrow.Table:
    """A record and its smaller neighbours to the smallest of them. Wants edges from larger records to smaller."""

    def stars() -> Iterator[tuple[str, str]]:
        for record, neighbours in _grouped(_pairs(edges)).items():
            centre = min(neighbours)
            yield record, centre
            yield from ((other, centre) for other in neighbours)

    return _edges(stars())


def both_ways(edges: pyarrow.Table) -> pyarrow.Table:
    """Every edge, and every edge turned round."""
    turned = pyarrow.table({"record": edges["other"], "other": edges["record"]})
    return pyarrow.concat_tables([edges.select(["record", "other"]), turned])


def distinct(edges: pyarrow.Table) -> pyarrow.Table:
    """Edges between different records, each once."""
    return _edges(_pairs(edges))


def _pairs(edges: pyarrow.Table) -> Iterator[tuple[str, str]]:
    return zip(edges["record"].to_pylist(), edges["other"].to_pylist())


def _keys(signatures: pyarrow.Table) -> Iterator[tuple[str, str]]:
    """A pair for each key that duplicates share: the key and the record."""
    columns = (signatures[name].to_pylist() for name in ("record", "exact", "bands"))
    for record, exact, bands in zip(*columns):
        yield from ((str(band), record) for band in bands or ())
        if exact is not None:
            yield f"x{exact}", record


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _to_smallest(groups: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for members in groups.values():
        centre = min(members)
        yield from ((record, centre) for record in members)


def _edges(pairs: Iterable[tuple[str, str]]) -> pyarrow.Table:
    return _table(sorted({pair for pair in pairs if pair[0] != pair[1]}))


def _table(pairs: list[tuple[str, str]]) -> pyarrow.Table:
    columns = {"record": 0, "other": 1}
    return pyarrow.table(
        {name: pyarrow.array([pair[at] for pair in pairs], pyarrow.string()) for name, at in columns.items()}
    )
