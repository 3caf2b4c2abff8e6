"""The options of the commands. Written by crates/python/stubs.py; do not edit."""

from collections.abc import Callable
from os import PathLike
from typing import Literal, TypedDict

from ._lintseq import Batch

class StreamOptions(TypedDict, total=False):
    """How any command works on a stream of records."""

    threads: int
    """How many threads work while a batch is made [default: 1]"""
    batch_bytes: int
    """The bytes of rows, as JSON, after which a batch is closed [default: 8 MiB]"""
    source: str
    """What rejected records say they are from [default: arrow]"""
    first_index: int
    """The position of the first record [default: 0]"""
    on_rejected: Callable[[Batch], object] | None
    """Called with batches of the records left out"""

class SequenceOptions(TypedDict, total=False):
    """What bears on one sequence of one program."""

    sampler: Literal["closure", "uniform", "indent", "random"] | None
    """How to draw what a step deletes [default: closure]"""
    draws: int | None
    """Of how many random units `closure` takes the one with the smallest closure [default: 3]"""
    children: int | None
    """Search: how many children to draw for each state [default: 1]"""
    top_k: int | None
    """Search: how many of the children to keep, those first that delete the most [default: 1]"""
    population: int | None
    """Search: the most sequences to follow at once [default: 1]"""
    depth: int | None
    """Search: the most steps; what stands then goes at once [default: no limit]"""
    linter: list[str] | None
    """Verify with this linter; repeatable [default: the language's own, see `lintseq languages`]"""
    linter_config: str | PathLike[str] | None
    """Define external linters in a TOML file"""
    max_bytes: int | str | None
    """The largest text, such as 500kB [default: 1MiB]"""
    max_lines: int | None
    """The most lines [default: 5000]"""
    max_line_length: int | None
    """The longest line in bytes [default: 10000]"""
    max_depth: int | None
    """The deepest nesting of brackets and blocks [default: 200]"""
    record_timeout: float | str | None
    """The longest time for one record, such as 10s. The one option whose effect is not the same everywhere
    [default: none]"""

class GenerateOptions(StreamOptions, total=False):
    """The flags of ``lintseq generate``."""

    language: str | None
    """Read records as this language, and leave out those that say they are in another"""
    id_field: str | None
    """The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the
    content]"""
    shard: str | None
    """Do one part of the work: part i of n, counted from 0"""
    code_field: str | None
    """The field that holds the program [default: response, else content, code or text]"""
    prompt_field: str | None
    """The field that holds the instruction [default: instruction]"""
    format: Literal["sequences", "samples", "pylintseq", "text", "nep", "oce", "oce-messages", "oce-alpaca", "zeta", "zeta2", "zeta2-no-edits", "zed", "pochi", "sweep", "mercury", "instinct", "instinct-messages"] | None
    """What a row looks like [default: sequences]"""
    seed: int | None
    """The seed; the output for a record depends on the record, the options and the seed only [default: 0]"""
    sequences_per_program: int | None
    """How many different sequences to make of each program, where it has so many [default: 1]"""
    sampler: Literal["closure", "uniform", "indent", "random"] | None
    """How to draw what a step deletes [default: closure]"""
    draws: int | None
    """Of how many random units `closure` takes the one with the smallest closure [default: 3]"""
    children: int | None
    """Search: how many children to draw for each state [default: 1]"""
    top_k: int | None
    """Search: how many of the children to keep, those first that delete the most [default: 1]"""
    population: int | None
    """Search: the most sequences to follow at once [default: 1]"""
    depth: int | None
    """Search: the most steps; what stands then goes at once [default: no limit]"""
    samples_per_sequence: int | None
    """How many samples to make of each sequence, at different steps, where it has so many [default: 4]"""
    no_edit_rate: float | None
    """The share of samples in which nothing is to be done [default: 0.1]"""
    jump_rate: float | None
    """The share of the other samples that ask where the next edit is [default: 0.1]"""
    jump_here_rate: float | None
    """Of the jumps to the cursor's own line, the share to keep; the others become edits [default: 1]"""
    jump_near_rate: float | None
    """Of the jumps of at most 30 lines, the share to keep [default: 0.6]"""
    jump_far_rate: float | None
    """Of the jumps of more than 30 lines, the share to keep [default: 1]"""
    in_progress_rate: float | None
    """Of the edits, the share whose current text ends inside the edit [default: 0.3]"""
    undo_rate: float | None
    """Of the edits and jumps that have not begun, the share with an abandoned and undone edit in the history
    [default: 0.1]"""
    rejected_rate: float | None
    """The share of samples with a rejected text, where there is one [default: 1]"""
    cursor_at_next_rate: float | None
    """Of the edits that have not begun, the share whose cursor is where they are; else it is at the last edit
    [default: 0.5]"""
    max_history: int | None
    """The most edits of a history [default: 10]"""
    window_lines: int | None
    """Of a longer text take a window of about so many lines [default: 400]"""
    task: Literal["next", "pairs", "jump-line", "jump-path"] | None
    """What a row teaches [default: next]"""
    pairs_as: Literal["text", "messages"] | None
    """Of preference pairs: message lists or text [default: as the format is]"""
    region_lines: str | None
    """How many lines around the cursor's may be rewritten, or `above,below` [default: as published]"""
    region_tokens: int | None
    """The same in tokens, of three bytes each [default: as published]"""
    context_lines: str | None
    """How many lines around the region are shown, or `above,below` [default: as published]"""
    context_tokens: int | None
    """The same in tokens [default: as published]"""
    history_edits: int | None
    """How many edits of the history are shown, the newest of them [default: as published]"""
    budget_bytes: int | str | None
    """The longest prompt and answer together; history and context are cut to fit [default: as published]"""
    budget_tokens: int | None
    """The same in tokens, of three bytes each [default: as published]"""
    fenced_rate: float | None
    """Of the OpenCodeEdit rows, the share whose code before the edit is fenced [default: 0.5]"""
    system_prompt: str | PathLike[str] | None
    """A file with the task for the model, instead of ours: the system prompt, or the instruction of Zeta
    v1"""
    answer_offsets: bool | None
    """Add where the answer stands, in characters: `answer_column`, `answer_start`, `answer_end`"""
    keep_sample: bool | None
    """Add the sample and how the row was made of it, so that `check` can verify every row"""
    filters: list[str | PathLike[str]] | None
    """Run the filters of a TOML file, `[[filter]]` tables with a `name` each; repeatable"""
    filter: list[str] | None
    """Run this filter, a name or an inline table such as '{name = "edit-size", max-hunks = 7}'; repeatable"""
    secrets: Literal["drop", "redact"] | None
    """Drop records with keys, passwords and the like, or redact these in every text of the record alike"""
    personal_data: Literal["drop", "redact"] | None
    """The same for e-mail and network addresses"""
    secret_rules: str | PathLike[str] | None
    """Look for secrets by the rules of a file in gitleaks' format, instead of the built-in ones unless it
    extends them"""
    benchmark: list[str] | None
    """Leave out what holds a task of this file: JSONL or Parquet; repeatable"""
    benchmark_field: list[str] | None
    """A field of the benchmark that holds a text of a task, `a+b` for a program in two; repeatable [default:
    the usual ones, such as `prompt+canonical_solution`, `response` and `code`]"""
    benchmark_id_field: str | None
    """The field of the benchmark that names a task [default: `task_id`, `id` and the like]"""
    benchmark_language: str | None
    """The language of tasks that do not say theirs [default: python]"""
    linter: list[str] | None
    """Verify with this linter; repeatable [default: the language's own, see `lintseq languages`]"""
    linter_config: str | PathLike[str] | None
    """Define external linters in a TOML file"""
    max_bytes: int | str | None
    """The largest text, such as 500kB [default: 1MiB]"""
    max_lines: int | None
    """The most lines [default: 5000]"""
    max_line_length: int | None
    """The longest line in bytes [default: 10000]"""
    max_depth: int | None
    """The deepest nesting of brackets and blocks [default: 200]"""
    record_timeout: float | str | None
    """The longest time for one record, such as 10s. The one option whose effect is not the same everywhere
    [default: none]"""

class SamplesOptions(StreamOptions, total=False):
    """The flags of ``lintseq generate --format samples``."""

    language: str | None
    """Read records as this language, and leave out those that say they are in another"""
    id_field: str | None
    """The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the
    content]"""
    shard: str | None
    """Do one part of the work: part i of n, counted from 0"""
    code_field: str | None
    """The field that holds the program [default: response, else content, code or text]"""
    prompt_field: str | None
    """The field that holds the instruction [default: instruction]"""
    seed: int | None
    """The seed; the output for a record depends on the record, the options and the seed only [default: 0]"""
    sequences_per_program: int | None
    """How many different sequences to make of each program, where it has so many [default: 1]"""
    sampler: Literal["closure", "uniform", "indent", "random"] | None
    """How to draw what a step deletes [default: closure]"""
    draws: int | None
    """Of how many random units `closure` takes the one with the smallest closure [default: 3]"""
    children: int | None
    """Search: how many children to draw for each state [default: 1]"""
    top_k: int | None
    """Search: how many of the children to keep, those first that delete the most [default: 1]"""
    population: int | None
    """Search: the most sequences to follow at once [default: 1]"""
    depth: int | None
    """Search: the most steps; what stands then goes at once [default: no limit]"""
    samples_per_sequence: int | None
    """How many samples to make of each sequence, at different steps, where it has so many [default: 4]"""
    no_edit_rate: float | None
    """The share of samples in which nothing is to be done [default: 0.1]"""
    jump_rate: float | None
    """The share of the other samples that ask where the next edit is [default: 0.1]"""
    jump_here_rate: float | None
    """Of the jumps to the cursor's own line, the share to keep; the others become edits [default: 1]"""
    jump_near_rate: float | None
    """Of the jumps of at most 30 lines, the share to keep [default: 0.6]"""
    jump_far_rate: float | None
    """Of the jumps of more than 30 lines, the share to keep [default: 1]"""
    in_progress_rate: float | None
    """Of the edits, the share whose current text ends inside the edit [default: 0.3]"""
    undo_rate: float | None
    """Of the edits and jumps that have not begun, the share with an abandoned and undone edit in the history
    [default: 0.1]"""
    rejected_rate: float | None
    """The share of samples with a rejected text, where there is one [default: 1]"""
    cursor_at_next_rate: float | None
    """Of the edits that have not begun, the share whose cursor is where they are; else it is at the last edit
    [default: 0.5]"""
    max_history: int | None
    """The most edits of a history [default: 10]"""
    window_lines: int | None
    """Of a longer text take a window of about so many lines [default: 400]"""
    task: Literal["next", "pairs", "jump-line", "jump-path"] | None
    """What a row teaches [default: next]"""
    pairs_as: Literal["text", "messages"] | None
    """Of preference pairs: message lists or text [default: as the format is]"""
    region_lines: str | None
    """How many lines around the cursor's may be rewritten, or `above,below` [default: as published]"""
    region_tokens: int | None
    """The same in tokens, of three bytes each [default: as published]"""
    context_lines: str | None
    """How many lines around the region are shown, or `above,below` [default: as published]"""
    context_tokens: int | None
    """The same in tokens [default: as published]"""
    history_edits: int | None
    """How many edits of the history are shown, the newest of them [default: as published]"""
    budget_bytes: int | str | None
    """The longest prompt and answer together; history and context are cut to fit [default: as published]"""
    budget_tokens: int | None
    """The same in tokens, of three bytes each [default: as published]"""
    fenced_rate: float | None
    """Of the OpenCodeEdit rows, the share whose code before the edit is fenced [default: 0.5]"""
    system_prompt: str | PathLike[str] | None
    """A file with the task for the model, instead of ours: the system prompt, or the instruction of Zeta
    v1"""
    answer_offsets: bool | None
    """Add where the answer stands, in characters: `answer_column`, `answer_start`, `answer_end`"""
    keep_sample: bool | None
    """Add the sample and how the row was made of it, so that `check` can verify every row"""
    filters: list[str | PathLike[str]] | None
    """Run the filters of a TOML file, `[[filter]]` tables with a `name` each; repeatable"""
    filter: list[str] | None
    """Run this filter, a name or an inline table such as '{name = "edit-size", max-hunks = 7}'; repeatable"""
    secrets: Literal["drop", "redact"] | None
    """Drop records with keys, passwords and the like, or redact these in every text of the record alike"""
    personal_data: Literal["drop", "redact"] | None
    """The same for e-mail and network addresses"""
    secret_rules: str | PathLike[str] | None
    """Look for secrets by the rules of a file in gitleaks' format, instead of the built-in ones unless it
    extends them"""
    benchmark: list[str] | None
    """Leave out what holds a task of this file: JSONL or Parquet; repeatable"""
    benchmark_field: list[str] | None
    """A field of the benchmark that holds a text of a task, `a+b` for a program in two; repeatable [default:
    the usual ones, such as `prompt+canonical_solution`, `response` and `code`]"""
    benchmark_id_field: str | None
    """The field of the benchmark that names a task [default: `task_id`, `id` and the like]"""
    benchmark_language: str | None
    """The language of tasks that do not say theirs [default: python]"""
    linter: list[str] | None
    """Verify with this linter; repeatable [default: the language's own, see `lintseq languages`]"""
    linter_config: str | PathLike[str] | None
    """Define external linters in a TOML file"""
    max_bytes: int | str | None
    """The largest text, such as 500kB [default: 1MiB]"""
    max_lines: int | None
    """The most lines [default: 5000]"""
    max_line_length: int | None
    """The longest line in bytes [default: 10000]"""
    max_depth: int | None
    """The deepest nesting of brackets and blocks [default: 200]"""
    record_timeout: float | str | None
    """The longest time for one record, such as 10s. The one option whose effect is not the same everywhere
    [default: none]"""

class CommitsOptions(StreamOptions, total=False):
    """The flags of ``lintseq commits``."""

    language: str | None
    """Read records as this language, and leave out those that say they are in another"""
    id_field: str | None
    """The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the
    content]"""
    shard: str | None
    """Do one part of the work: part i of n, counted from 0"""
    label_field: str | None
    """The field that says whether the chunks of a commit have to do with each other; records without it stay
    [default: label]"""
    format: Literal["samples", "nep"] | None
    """What a row looks like [default: samples]"""
    compat: Literal["nep"] | None
    """Select commits and write rows exactly as a published pipeline does; needs its format"""
    min_chunks: int | None
    """The fewest chunks, which are runs of changed lines [default: 2]"""
    max_chunk_lines: int | None
    """The longest chunk [default: 5]"""
    max_window: int | None
    """The most lines of a file from its first chunk to its last, with three lines of context [default: 80]"""
    allow_removals: bool | None
    """Take commits that remove or replace lines as well"""
    max_characters: int | None
    """The most characters of all texts before and after [default: 32768]"""
    max_tokens: int | None
    """The most tokens (`o200k_base`) of all texts before and after, counted twice: what a sample takes
    [default: 8192]"""
    max_files: int | None
    """The most files [default: 10]"""
    license: list[str] | None
    """Allow only this licence, as SPDX names it; repeatable; `permissive` stands for those that ask for a
    notice"""
    keep_generated: bool | None
    """Take commits that change files written by a program"""
    keep_vendored: bool | None
    """Take commits that change files of other projects"""
    seed: int | None
    """The seed; the output for a record depends on the record, the options and the seed only [default: 0]"""
    next: Literal["last", "any", "each"] | None
    """Which chunk comes next [default: last]"""
    history: Literal["others", "earlier"] | None
    """Which chunks came before [default: others]"""
    states: Literal["prefer", "require", "any"] | None
    """What becomes of states that do not parse [default: prefer]"""
    jump_rate: float | None
    """The share of samples that ask where the next edit is [default: 0.1]"""
    jump_here_rate: float | None
    """Of the jumps to the cursor's own line, the share to keep; the others become edits [default: 1]"""
    jump_near_rate: float | None
    """Of the jumps of at most 30 lines, the share to keep [default: 0.6]"""
    jump_far_rate: float | None
    """Of the jumps of more than 30 lines, the share to keep [default: 1]"""
    jump_other_file_rate: float | None
    """Of the jumps into another file, the share to keep [default: 1]"""
    rejected_rate: float | None
    """The share of edits with a rejected text, where there is one [default: 1]"""
    cursor_at_next_rate: float | None
    """Of the edits in the file of the last one, the share whose cursor is where they are; else it is at the
    last [default: 0.5]"""
    filters: list[str | PathLike[str]] | None
    """Run the filters of a TOML file, `[[filter]]` tables with a `name` each; repeatable"""
    filter: list[str] | None
    """Run this filter, a name or an inline table such as '{name = "edit-size", max-hunks = 7}'; repeatable"""
    secrets: Literal["drop", "redact"] | None
    """Drop records with keys, passwords and the like, or redact these in every text of the record alike"""
    personal_data: Literal["drop", "redact"] | None
    """The same for e-mail and network addresses"""
    secret_rules: str | PathLike[str] | None
    """Look for secrets by the rules of a file in gitleaks' format, instead of the built-in ones unless it
    extends them"""
    benchmark: list[str] | None
    """Leave out what holds a task of this file: JSONL or Parquet; repeatable"""
    benchmark_field: list[str] | None
    """A field of the benchmark that holds a text of a task, `a+b` for a program in two; repeatable [default:
    the usual ones, such as `prompt+canonical_solution`, `response` and `code`]"""
    benchmark_id_field: str | None
    """The field of the benchmark that names a task [default: `task_id`, `id` and the like]"""
    benchmark_language: str | None
    """The language of tasks that do not say theirs [default: python]"""
    linter: list[str] | None
    """Verify with this linter; repeatable [default: the language's own, see `lintseq languages`]"""
    linter_config: str | PathLike[str] | None
    """Define external linters in a TOML file"""
    max_bytes: int | str | None
    """The largest text, such as 500kB [default: 1MiB]"""
    max_lines: int | None
    """The most lines [default: 5000]"""
    max_line_length: int | None
    """The longest line in bytes [default: 10000]"""

class ExportOptions(StreamOptions, total=False):
    """The flags of ``lintseq export``."""

    format: Literal["samples", "pylintseq", "text", "nep", "oce", "oce-messages", "oce-alpaca", "zeta", "zeta2", "zeta2-no-edits", "zed", "pochi", "sweep", "mercury", "instinct", "instinct-messages"] | None
    """What a row looks like"""
    seed: int | None
    """Draws what is drawn: fences, instructions, splits [default: 0]"""
    shard: str | None
    """Do one part of the work: part i of n, counted from 0"""
    task: Literal["next", "pairs", "jump-line", "jump-path"] | None
    """What a row teaches [default: next]"""
    pairs_as: Literal["text", "messages"] | None
    """Of preference pairs: message lists or text [default: as the format is]"""
    region_lines: str | None
    """How many lines around the cursor's may be rewritten, or `above,below` [default: as published]"""
    region_tokens: int | None
    """The same in tokens, of three bytes each [default: as published]"""
    context_lines: str | None
    """How many lines around the region are shown, or `above,below` [default: as published]"""
    context_tokens: int | None
    """The same in tokens [default: as published]"""
    history_edits: int | None
    """How many edits of the history are shown, the newest of them [default: as published]"""
    budget_bytes: int | str | None
    """The longest prompt and answer together; history and context are cut to fit [default: as published]"""
    budget_tokens: int | None
    """The same in tokens, of three bytes each [default: as published]"""
    fenced_rate: float | None
    """Of the OpenCodeEdit rows, the share whose code before the edit is fenced [default: 0.5]"""
    system_prompt: str | PathLike[str] | None
    """A file with the task for the model, instead of ours: the system prompt, or the instruction of Zeta
    v1"""
    answer_offsets: bool | None
    """Add where the answer stands, in characters: `answer_column`, `answer_start`, `answer_end`"""
    keep_sample: bool | None
    """Add the sample and how the row was made of it, so that `check` can verify every row"""

class FilterOptions(StreamOptions, total=False):
    """The flags of ``lintseq filter``."""

    id_field: str | None
    """A field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the content]"""
    field: list[str] | None
    """A field that holds a text; repeatable [default: all programs of a sample, both texts of an edit, the
    program of a sequence, else response, content, code or text]"""
    before_field: str | None
    """The field that holds the text before an edit"""
    after_field: str | None
    """The field that holds the text after an edit"""
    instruction_field: str | None
    """The field that holds the instruction [default: all known ones that are there]"""
    shard: str | None
    """Do one part of the work: part i of n, counted from 0"""
    min_bytes: int | str | None
    """The fewest bytes of the longest text, such as 100 or 1kB"""
    max_bytes: int | str | None
    """The most bytes of a text"""
    min_lines: int | None
    """The fewest lines of the longest text"""
    max_lines: int | None
    """The most lines of a text"""
    max_line_length: int | None
    """The longest line in bytes"""
    max_mean_line_length: float | None
    """The longest line in the mean, in bytes"""
    min_alphanumeric: float | None
    """The smallest share of letters and digits in the longest text"""
    no_generated: bool | None
    """Drop files written by a program: by path, by a mark at the top, by `is_generated`"""
    no_vendored: bool | None
    """Drop files of other projects: by path, by `is_vendor`"""
    no_minified: bool | None
    """Drop texts squeezed for machines"""
    no_data: bool | None
    """Drop texts that are numbers and strings, with hardly any code"""
    language: list[str] | None
    """Keep records in this language, and those that say nothing about theirs; repeatable"""
    license: list[str] | None
    """Keep records of which a choice of licences is this one, as SPDX names it; repeatable; `permissive`
    stands for those that ask for a notice"""
    parses: bool | None
    """Keep records whose texts parse"""
    max_modified_lines: int | None
    """The most lines that an edit modifies; it must modify one"""
    max_hunks: int | None
    """The most hunks of an edit, between which more than six lines stay the same"""
    diff_compat: Literal["difflib"] | None
    """Compare lines as OpenCodeEdit does, by Python's difflib, instead of by a minimal diff"""
    no_whitespace_only: bool | None
    """Drop edits of white space only"""
    no_comment_only: bool | None
    """Drop edits of comments only"""
    no_same_tree: bool | None
    """Drop edits that leave the syntax tree as it is"""
    max_lazy_sentences: int | None
    """The most sentences of a lazy instruction, such as 3"""
    min_instruction_characters: int | None
    """The fewest characters of an instruction"""
    max_instruction_characters: int | None
    """The most characters of an instruction"""
    no_answer_in_instruction: bool | None
    """Drop records whose instruction holds a line of the answer"""
    no_unknown_names: bool | None
    """Drop records whose instruction speaks of names that the code does not have"""
    filters: list[str | PathLike[str]] | None
    """Run the filters of a TOML file, `[[filter]]` tables with a `name` each; repeatable"""
    filter: list[str] | None
    """Run this filter, a name or an inline table such as '{name = "edit-size", max-hunks = 7}'; repeatable"""
    secrets: Literal["drop", "redact"] | None
    """Drop records with keys, passwords and the like, or redact these in every text of the record alike"""
    personal_data: Literal["drop", "redact"] | None
    """The same for e-mail and network addresses"""
    secret_rules: str | PathLike[str] | None
    """Look for secrets by the rules of a file in gitleaks' format, instead of the built-in ones unless it
    extends them"""

class DecontaminateOptions(StreamOptions, total=False):
    """The flags of ``lintseq decontaminate``."""

    benchmark: list[str] | None
    """Leave out what holds a task of this file: JSONL or Parquet; repeatable"""
    benchmark_field: list[str] | None
    """A field of the benchmark that holds a text of a task, `a+b` for a program in two; repeatable [default:
    the usual ones, such as `prompt+canonical_solution`, `response` and `code`]"""
    benchmark_id_field: str | None
    """The field of the benchmark that names a task [default: `task_id`, `id` and the like]"""
    benchmark_language: str | None
    """The language of tasks that do not say theirs [default: python]"""
    min_length: int | None
    """The shortest program that is looked for as a whole, in bytes without white space [default: 20]"""
    min_part_length: int | None
    """The shortest statement or part of a program that is looked for as a whole [default: 60]"""
    ngram: int | None
    """The number of tokens of a run [default: 10; 13 with --strict]"""
    coverage: float | None
    """The share of a task's runs that tells it [default: 0.5]"""
    min_runs: int | None
    """The fewest runs of a task that is told by them at all [default: 16]"""
    strict: bool | None
    """Let any single run tell a task"""
    field: list[str] | None
    """A field to look at; repeatable [default: all texts of a sample, of a commit or of an edit; the program
    of a sequence; of other rows `response`, else `content`, `code` or `text`, and `instruction` and
    `prompt`]"""
    id_field: str | None
    """The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the row]"""
    shard: str | None
    """Do one part of the work: part i of n, counted from 0"""

class SignaturesOptions(StreamOptions, total=False):
    """The flags of ``lintseq dedup --stage signatures``."""

    id_field: str | None
    """The field that holds an id [default: `id`, `task_id`, `blob_id`, `commit`, else a hash of the
    content]"""
    field: list[str] | None
    """Compare this field; several are read as one text; repeatable [default: all texts of a sample, else
    `response`, `content`, `code` or `text`]"""
    likeness: Literal["near", "tokens", "bytes"] | None
    """What makes two records duplicates [default: near]"""
    threshold: float | None
    """The Jaccard similarity of shingles from which on records count as near-duplicates [default: 0.7]"""
    shingle: int | None
    """The number of code tokens in a shingle [default: 5]"""
    bands: int | None
    """The number of bands; together with --rows [default: what fits the threshold with at most 128 hashes,
    and misses little where --verify sorts out the rest]"""
    rows: int | None
    """The number of rows in a band"""
    verify: bool | None
    """Compute the similarity of candidates, and join only those above the threshold: no false duplicates, for
    four bytes a shingle on the disk"""
    prefer: list[str] | None
    """Of duplicates the one with the smallest value in this column stays, or with `:desc` the largest;
    repeatable, the first counts most; then the smallest id"""
    seed: int | None
    """The seed of the hashes [default: 0]"""
