"""The part of lintseq that is compiled."""

from collections.abc import Callable
from typing import Any, Protocol, TypedDict, final

from typing_extensions import Self

__version__: str

class ArrowStream(Protocol):
    """Whatever hands out batches by the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class ArrowArray(Protocol):
    """Whatever hands out one batch by the Arrow PyCapsule interface."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

ArrowRecords = ArrowStream | ArrowArray

class Counts(TypedDict):
    """What became of records: ``records_in`` is ``records_out`` and all of ``rejected``."""

    records_in: int
    records_out: int
    rows: int
    rejected: dict[str, int]
    """Records left out, by reason."""
    left_out: dict[str, int]
    """Rows left out of records that have others, by reason."""

class Option(TypedDict):
    """An option of a command."""

    name: str
    help: str
    kind: str
    """``flag``, ``choice``, ``integer``, ``rate``, ``number``, ``size``, ``time``, ``path`` or ``text``."""
    choices: list[str] | None
    is_list: bool
    default: str | None

@final
class Batch:
    """A batch of rows, which pyarrow and others take: ``pyarrow.record_batch(batch)``."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...

@final
class Rows:
    """A stream of rows, which are made while it is read, once.

    Hand it to a library that takes Arrow streams, such as ``pyarrow.table(rows)`` or ``polars.DataFrame(rows)``; or
    go through its batches, in which case an interrupt is raised as ``KeyboardInterrupt``. Other libraries may turn it
    into an error of their own.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> Batch: ...
    @property
    def counts(self) -> Counts:
        """What became of the records so far."""

@final
class Finding:
    """Something that an edit sequence does and should not."""

    @property
    def promise(self) -> str:
        """The promise that is broken: ``replay``, ``valid`` or ``natural``."""
    @property
    def kind(self) -> str:
        """How, in words."""
    @property
    def step(self) -> int | None:
        """The edit, from zero, where one is to blame."""
    @property
    def line(self) -> int | None:
        """The line of the state after that edit, or else of the program, from zero."""
    @property
    def detail(self) -> str:
        """What was found."""

@final
class Language:
    """A language that lintseq knows."""

    @property
    def name(self) -> str:
        """The canonical name."""
    @property
    def extensions(self) -> list[str]:
        """File extensions, without dots."""
    @property
    def linters(self) -> list[str]:
        """The linters that can verify it, its default first."""

def transform(
    command: str,
    records: ArrowRecords,
    options: dict[str, Any],
    *,
    threads: int,
    batch_bytes: int,
    source: str,
    first_index: int,
    on_rejected: Callable[[Batch], object] | None,
) -> Rows: ...
def sequence(source: str, language: str, options: dict[str, Any]) -> list[str]: ...
def apply(edits: str | list[str], lenient: bool) -> str: ...
def check(source: str, edits: list[str], language: str, linter: list[str]) -> list[Finding]: ...
def languages() -> list[Language]:
    """The languages, in the order in which ``lintseq languages`` lists them."""

def options(command: str) -> list[Option]:
    """The options of ``generate`` or another command, by its name; none for a command that there is not."""
