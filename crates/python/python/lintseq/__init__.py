"""Training data for models that write code edit by edit, over Arrow.

Tables go in and streams come out, through the Arrow PyCapsule interface: whatever has ``__arrow_c_stream__`` or
``__arrow_c_array__`` will do, such as a table of pyarrow, a data frame of Polars or a relation of DuckDB, and so will
whatever reads one::

    rows = lintseq.generate(pyarrow.table({"id": ["a"], "content": ["x = 1\\nprint(x)\\n"]}), seed=1)
    table = pyarrow.table(rows)

The functions over tables are the commands of ``lintseq``, and their options are its flags: ``--sequences-per-program
2`` is ``sequences_per_program=2``. The same records give the same rows as on the command line; see ``lintseq generate
--help`` for what each option means, or ``lintseq.options("generate")``. One program at a time goes through `sequence`,
`apply` and `check`.

Every function lets go of the interpreter lock while it works.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _lintseq
from ._lintseq import Batch, Finding, Language, Rows, __version__, languages, options

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._lintseq import ArrowRecords
    from ._options import (
        CommitsOptions,
        DecontaminateOptions,
        ExportOptions,
        FilterOptions,
        GenerateOptions,
        SamplesOptions,
        SequenceOptions,
        SignaturesOptions,
    )

__all__ = [
    "Batch",
    "Finding",
    "Language",
    "Rejected",
    "Rows",
    "__version__",
    "apply",
    "check",
    "commits",
    "decontaminate",
    "export",
    "filter",
    "generate",
    "languages",
    "minhash_signatures",
    "options",
    "samples",
    "sequence",
]


class Rejected(ValueError):
    """A program that no sequence is made of.

    ``reason`` is its name, such as ``"syntax-error"``, and ``message`` tells more.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message)
        self.reason = reason
        self.message = message

    def __str__(self) -> str:
        return f"{self.reason}: {self.message}"


def generate(records: ArrowRecords, /, **options: Unpack[GenerateOptions]) -> Rows:
    """Turn programs into edit sequences, or into next-edit samples of them: ``lintseq generate``.

    A record is a program: its text stands in the column ``response``, else ``content``, ``code`` or ``text``, or the
    one that ``code_field`` names; its id in ``id``, ``task_id``, ``blob_id`` or ``commit``, else it is a hash of the
    text; its language in ``language`` or ``lang``, else it is Python; what was asked for in ``instruction``.

    Args:
        records: A table, stream or batch of programs.
        threads (int): How many threads work while a batch is made: 1 unless told otherwise. They end with the call that
            made it.
        batch_bytes (int): The bytes of rows, as JSON, after which a batch is closed: 8 MiB. One row may be longer.
        source (str): What rejected records say they are from: ``"arrow"``.
        first_index (int): The position of the first record, where the records are part of a larger table: 0.
        on_rejected (callable): Called with batches of the records left out, with the columns ``id``, ``source``,
            ``line``, ``reason``, ``message`` and ``record``. What it raises ends the stream.
        **options: The flags of ``lintseq generate``.

    Returns:
        The rows in the order of the records, made while they are read. A record that cannot be used, or on which
        lintseq panics, has no row; it is counted in ``Rows.counts``.

    Raises:
        ValueError: If an option is unknown, or its value is, or a linter cannot run here.
        TypeError: If the records are no Arrow data, or a column has a type that JSON has no value for.
    """
    return _rows("generate", records, options)


def samples(records: ArrowRecords, /, **options: Unpack[SamplesOptions]) -> Rows:
    """Turn programs into next-edit samples: ``lintseq generate --format samples``.

    The arguments, the errors and what is returned are those of `generate`.
    """
    return _rows("generate", records, {"format": "samples", **options})


def commits(records: ArrowRecords, /, **options: Unpack[CommitsOptions]) -> Rows:
    """Turn commits into next-edit samples: ``lintseq commits``.

    A record is a commit with the columns of CommitPackFT (``commit``, ``old_file``, ``new_file``, ``old_contents``,
    ``new_contents``, ``subject``, ``message``, ``lang``, ``license``, ``repos``), or with a list of such files in
    ``files``. The other arguments, the errors and what is returned are those of `generate`.
    """
    return _rows("commits", records, options)


def export(records: ArrowRecords, /, **options: Unpack[ExportOptions]) -> Rows:
    """Turn samples into the rows of a training format: ``lintseq export``.

    A record is a sample, a sequence, or a row of Zeta v1. ``format`` is needed. The other arguments, the errors and
    what is returned are those of `generate`.
    """
    return _rows("export", records, options)


def filter(records: ArrowRecords, /, **options: Unpack[FilterOptions]) -> Rows:
    """Keep the rows that pass every filter named: ``lintseq filter``.

    A record is a sample, a row with a text before and after an edit, or a row with one text. Filters run in the order
    in which their options stand. Rows keep their columns. The other arguments, the errors and what is returned are
    those of `generate`.
    """
    return _rows("filter", records, options)


def decontaminate(records: ArrowRecords, /, **options: Unpack[DecontaminateOptions]) -> Rows:
    """Leave out rows that hold a task of a benchmark: ``lintseq decontaminate``.

    ``benchmark`` is needed: the files of tasks. Rows keep their columns, as with `filter`; what is rejected tells which
    task it holds. The other arguments, the errors and what is returned are those of `generate`.
    """
    return _rows("decontaminate", records, options)


def minhash_signatures(records: ArrowRecords, /, **options: Unpack[SignaturesOptions]) -> Rows:
    """Turn rows into what tells which of them are alike: ``lintseq dedup --stage signatures``.

    A row has the columns ``record``, which names the record, ``bands``, ``exact`` and ``shingles``. Records that share
    an element of ``bands``, or ``exact``, are near-duplicates; of those the one with the smallest ``record`` stays. The
    later stages of ``lintseq dedup`` take the rows as a file of Parquet, and so does any engine that can join.
    ``source`` and ``first_index`` go into ``record``, and must tell parts apart. The other arguments, the errors and
    what is returned are those of `generate`.
    """
    return _rows("dedup", records, {"stage": "signatures", **options})


def sequence(
    source: str, language: str = "python", seed: int = 1, **options: Unpack[SequenceOptions]
) -> list[str]:
    """Turn a program into an edit sequence whose every state is valid.

    >>> edits = lintseq.sequence("x = 1\\nprint(x)\\n")
    >>> lintseq.apply(edits)
    'x = 1\\nprint(x)\\n'

    Args:
        source: The program, with its line ends as they are.
        language: Its language, by name or alias; see `languages`.
        seed: The seed: any whole number from 0 to 2**64 - 1.
        **options: The flags of ``lintseq generate`` about sampling, linters and limits.

    Returns:
        Unified diffs without context, which bring the empty text to the program in order.

    Raises:
        Rejected: If the program is of no use, such as one that does not parse.
        ValueError: If an option is unknown, or its value is, or a linter cannot run here.
    """
    return _lintseq.sequence(source, language, {"seed": seed, **options})


def apply(edits: str | Iterable[str], *, lenient: bool = False) -> str:
    """Turn edits into the text that they make.

    Args:
        edits: Unified diffs in order, or the raw output of a model: what follows each ``<|diff|>`` at the start of a
            line is an edit, what stands before the first is the instruction.
        lenient: Skip hunks that are malformed or do not fit.

    Raises:
        ValueError: At the first edit that is malformed or does not fit, unless ``lenient``.
    """
    return _lintseq.apply(edits if isinstance(edits, str) else list(edits), lenient)


def check(
    source: str, edits: Iterable[str], language: str = "python", *, linter: Iterable[str] = ()
) -> list[Finding]:
    """Hold the edits of a program against the promises of lintseq.

    They replay to the program, every state shows the linters nothing that the program does not show them, and edits
    bring together what belongs together.

    Args:
        source: The program.
        edits: Unified diffs in order.
        language: Its language, by name or alias; see `languages`.
        linter: The linters to ask, by name; without any, the language's own.

    Returns:
        What is wrong; nothing, if all is well.

    Raises:
        ValueError: If the language or a linter is unknown, or a linter cannot run here.
    """
    return _lintseq.check(source, list(edits), language, list(linter))


#: How any command works on a stream, and the defaults.
_STREAM: Mapping[str, Any] = {
    "threads": 1,
    "batch_bytes": 8 << 20,
    "source": "arrow",
    "first_index": 0,
    "on_rejected": None,
}


def _rows(command: str, records: ArrowRecords, options: Mapping[str, Any]) -> Rows:
    flags = {name: value for name, value in options.items() if name not in _STREAM}
    stream = {name: options.get(name, default) for name, default in _STREAM.items()}
    return _lintseq.transform(command, records, flags, **stream)
