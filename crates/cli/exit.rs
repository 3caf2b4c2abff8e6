//! How a run ends: the exit codes, and which errors deserve a word.

use std::process::ExitCode;

/// A run that did not complete as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Wrong usage, a missing input, an unreadable configuration.
    #[error("{0:#}")]
    Usage(anyhow::Error),
    /// The run failed.
    #[error("{0:#}")]
    Failed(#[from] anyhow::Error),
    /// Records failed or violations were found, which has been reported.
    #[error("there were violations")]
    Violations,
    /// The user stopped the run.
    #[error("interrupted; run again with --resume to go on")]
    Interrupted,
    /// The reader of the output has seen enough.
    #[error("the reader of the output is gone")]
    BrokenPipe,
}

impl Failure {
    /// A mistake in usage.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self::Usage(error.into())
    }

    /// A failure to write to the terminal or a pipe.
    pub(crate) fn output(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Failed(anyhow::Error::new(error).context("standard output cannot be written")),
        }
    }

    /// What is left to say, if anything.
    pub(crate) fn message(&self) -> Option<String> {
        (!matches!(self, Self::Violations | Self::BrokenPipe)).then(|| self.to_string())
    }

    /// 0, 1, 2 or 130. A broken pipe is the reader's choice and no failure.
    pub(crate) fn code(&self) -> ExitCode {
        match self {
            Self::BrokenPipe => ExitCode::SUCCESS,
            Self::Failed(_) | Self::Violations => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
            Self::Interrupted => ExitCode::from(130),
        }
    }
}
