//! Runs from files to files, as a command makes them.

mod folder;
mod hostile;
mod inputs;
mod resume;
mod support;
