//! Runs from files to files, as a command makes them.

// A helper of a test may fail like the test itself.
#![allow(clippy::unwrap_used)]

mod filters;
mod folder;
mod hostile;
mod inputs;
mod redaction;
mod resume;
mod secrets;
mod support;
