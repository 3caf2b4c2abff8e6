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
