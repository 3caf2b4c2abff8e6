//! Why a record is not in the output.

use std::fmt;

use serde::Serialize;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// The typed reason for which a record was left out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Reason {
            /// Every reason, in the order in which tables show them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name that ledgers and tables use.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// One sentence about the reason, for documentation.
            pub fn explain(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_start(),)+ }
            }
        }
    };
}

reasons! {
    /// The line is not a JSON object.
    InvalidJson = "invalid-json",
    /// The record has no field with the program's text.
    MissingField = "missing-field",
    /// A field holds another type than the one needed.
    WrongType = "wrong-type",
    /// The text is not valid UTF-8.
    InvalidUtf8 = "invalid-utf8",
    /// The text holds a NUL byte.
    NulByte = "nul-byte",
    /// The text is empty or blank.
    Empty = "empty",
    /// The text has more bytes than `--max-bytes`.
    TooManyBytes = "too-many-bytes",
    /// The text has more lines than `--max-lines`.
    TooManyLines = "too-many-lines",
    /// A line has more bytes than `--max-line-length`.
    LineTooLong = "line-too-long",
    /// The text is nested deeper than `--max-depth`.
    TooDeep = "too-deep",
    /// The language is none that lintseq knows.
    UnknownLanguage = "unknown-language",
    /// The language is not the one that `--language` asks for.
    OtherLanguage = "other-language",
    /// An edit cannot be read, or does not fit the text before it.
    MalformedEdit = "malformed-edit",
    /// The complete program does not parse.
    SyntaxError = "syntax-error",
    /// The linter failed on the program, so no state could be verified.
    LinterFailed = "linter-failed",
    /// No sequence passed the linter within the allowed rounds.
    Unverifiable = "unverifiable",
    /// The text holds a special token of the output format.
    TokenCollision = "token-collision",
    /// The repository lacks a part of the commit, as a shallow or damaged clone does.
    UnreadableCommit = "unreadable-commit",
    /// The commit has more than one parent.
    MergeCommit = "merge-commit",
    /// The file is a link or a submodule.
    NotAFile = "not-a-file",
    /// The file is binary: it holds a NUL byte near its start.
    BinaryFile = "binary-file",
    /// The label says that the chunks of the commit have nothing to do with each other.
    NotRelevant = "not-relevant",
    /// The licence is none of those that `--license` allows.
    LicenseNotAllowed = "license-not-allowed",
    /// The commit changes more files than `--max-files`.
    TooManyFiles = "too-many-files",
    /// The file is of another project.
    VendoredFile = "vendored-file",
    /// The file is written by a program.
    GeneratedFile = "generated-file",
    /// The texts have more characters than `--max-characters`.
    TooManyCharacters = "too-many-characters",
    /// The commit changes no line of any text, or the two programs are equal.
    NoChange = "no-change",
    /// The commit has fewer chunks than `--min-chunks`.
    TooFewChunks = "too-few-chunks",
    /// A chunk has more lines than `--max-chunk-lines`.
    ChunkTooLong = "chunk-too-long",
    /// The chunks are further apart than `--max-window`.
    WindowTooLarge = "window-too-large",
    /// The commit removes lines, and only additions are wanted.
    RemovesLines = "removes-lines",
    /// No run of lines was only inserted, so that none can be left out.
    NoInsertion = "no-insertion",
    /// The texts have more tokens than `--max-tokens`.
    TooManyTokens = "too-many-tokens",
    /// No state of the commit parses, and only those that do are wanted.
    UnparsableState = "unparsable-state",
    /// The edit does not fit the window that the output format can rewrite.
    OutsideRegion = "outside-region",
    /// The region and the answer alone are longer than the budget.
    OverBudget = "over-budget",
    /// The output format has no row for a sample of this kind.
    NotInFormat = "not-in-format",
    /// The output format needs an instruction, and the sample has none.
    NoInstruction = "no-instruction",
    /// A preference pair needs a rejected text, and the sample has none.
    NoRejected = "no-rejected",
    /// The output format needs a cursor, and the sample has none.
    NoCursor = "no-cursor",
    /// The output format cannot tell whether the last line ends with a newline, and the edit changes that.
    LastNewline = "last-newline",
    /// The answer would not decode to the next text exactly.
    NotReversible = "not-reversible",
    /// The server of the model cut the response at its longest length.
    Truncated = "truncated",
    /// A filter of the server cut the response.
    ContentFiltered = "content-filtered",
    /// The response holds no text, or nothing but a thought.
    EmptyResponse = "empty-response",
    /// The thought before the response does not end.
    UnfinishedThought = "unfinished-thought",
    /// The model refused the task, by the mark or otherwise.
    Refused = "refused",
    /// The response lacks a section that was asked for.
    MissingSection = "missing-section",
    /// A section stands in the response more than once.
    RepeatedSection = "repeated-section",
    /// A section of the response has no content.
    EmptySection = "empty-section",
    /// Where a program should be, there is no block of code of its language.
    NoCodeBlock = "no-code-block",
    /// Where a program should be, there are several.
    SeveralPrograms = "several-programs",
    /// A block of code in the response does not end.
    UnbalancedFence = "unbalanced-fence",
    /// The response holds the mark of a refusal and a program.
    ContradictoryResponse = "contradictory-response",
    /// The program leaves out what it takes for unchanged or evident.
    ElidedCode = "elided-code",
    /// The program has too few lines.
    TooShort = "too-short",
    /// The two programs differ in white space only.
    OnlyWhitespace = "only-whitespace",
    /// An instruction holds the lines that it asks for.
    InstructionLeaks = "instruction-leaks",
    /// An answer that should be short cannot be read.
    UnclearAnswer = "unclear-answer",
    /// The instruction does not ask for a hunk of the edit, or asks for what the edit does not do.
    UnaskedHunk = "unasked-hunk",
    /// The edit brings faults that the program before it does not have.
    NewDiagnostics = "new-diagnostics",
    /// The instruction, carried out anew, does not lead to the same program.
    RoundTripDiffers = "round-trip-differs",
    /// No more than half of the models that were asked agree with the edit.
    VotedDown = "voted-down",
    /// The test that was written for the edit does not tell the programs apart.
    TestFailed = "test-failed",
    /// A template of a prompt made no sense of the record.
    PromptFailed = "prompt-failed",
    /// The server of the model will not answer the request.
    ServerRefused = "server-refused",
    /// The server of the model did not answer, however often it was asked.
    NoAnswer = "no-answer",
    /// What the request might cost is more than what remains of `--budget`.
    BudgetSpent = "budget-spent",
    /// A text holds a task of a benchmark that `--benchmark` names.
    Contaminated = "contaminated",
    /// Other records of the topic fill its quota.
    OverQuota = "over-quota",
    /// The text has fewer bytes than `--min-bytes`.
    TooFewBytes = "too-few-bytes",
    /// The text has fewer lines than `--min-lines`.
    TooFewLines = "too-few-lines",
    /// The lines are longer in the mean than `--max-mean-line-length`.
    MeanLineTooLong = "mean-line-too-long",
    /// Fewer of the characters are letters and digits than `--min-alphanumeric` asks for.
    LowAlphanumeric = "low-alphanumeric",
    /// The text was squeezed for machines.
    MinifiedFile = "minified-file",
    /// The text is data: numbers and strings, with hardly any code.
    DataFile = "data-file",
    /// The edit changes more lines than `--max-modified-lines`.
    TooManyModifiedLines = "too-many-modified-lines",
    /// The edit has more hunks than `--max-hunks`.
    TooManyHunks = "too-many-hunks",
    /// The edit changes nothing but comments.
    OnlyComments = "only-comments",
    /// The edit leaves the syntax tree as it is.
    SameTree = "same-tree",
    /// The lazy instruction has more sentences than `--max-lazy-sentences`.
    TooManySentences = "too-many-sentences",
    /// The instruction has fewer characters than `--min-instruction-characters`.
    InstructionTooShort = "instruction-too-short",
    /// The instruction has more characters than `--max-instruction-characters`.
    InstructionTooLong = "instruction-too-long",
    /// The instruction speaks of a name that the code does not have.
    UnknownName = "unknown-name",
    /// The record holds a key, a password or the like.
    Secret = "secret",
    /// The record holds an address of a person or a machine.
    PersonalData = "personal-data",
    /// Another record has the same content.
    Duplicate = "duplicate",
    /// Another record has nearly the same content.
    NearDuplicate = "near-duplicate",
    /// The record took longer than `--record-timeout`.
    TimedOut = "timed-out",
    /// A bug in lintseq: the record made it panic. Please report it with the record.
    Panicked = "panicked",
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A record left out: the reason as a type, and the particulars for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {message}")]
pub struct Rejection {
    /// The reason.
    pub reason: Reason,
    /// What was found, where, and what can be done.
    pub message: String,
}

impl Rejection {
    /// A rejection for this reason.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into() }
    }
}
