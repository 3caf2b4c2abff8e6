"""What type checkers accept. Lines that say `error` must be refused: both checkers report unused ignores."""

from collections.abc import Iterable

import lintseq
from typing_extensions import assert_type


def accepted(batch: lintseq.Batch, seen: list[lintseq.Batch]) -> None:
    reader: Iterable[lintseq.Batch] = lintseq.generate(batch, seed=1)
    rows = lintseq.generate(batch, format="samples", max_bytes="1MiB", linter=["ruff"], on_rejected=seen.append)
    assert_type(rows, lintseq.Rows)
    rows = lintseq.export(lintseq.samples(rows, no_edit_rate=0.1), format="zeta2", threads=2)
    rows = lintseq.minhash_signatures(rows, verify=True, threshold=0.8, prefer=["stars:desc"])
    rows = lintseq.commits(rows, next="each", license=["MIT"])
    assert_type(next(rows), lintseq.Batch)
    assert_type(rows.counts["rejected"], dict[str, int])
    assert_type(lintseq.sequence("x = 1\n", language="py", seed=3, sampler="uniform"), list[str])
    assert_type(lintseq.apply(lintseq.sequence("x = 1\n"), lenient=True), str)
    assert_type(lintseq.check("x = 1\n", iter(["x"]), linter=["ruff"])[0].step, int | None)
    assert_type([language.name for language in lintseq.languages()], list[str])
    del reader


def refused(batch: lintseq.Batch) -> None:
    lintseq.generate(batch, sed=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    lintseq.generate(batch, seed="1")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    lintseq.generate(batch, sampler="best")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    lintseq.generate([1])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    lintseq.samples(batch, format="zeta")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    lintseq.minhash_signatures(batch, memory="1GiB")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    lintseq.apply(1)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
