//! One file for each command.

pub(crate) mod apply;
pub(crate) mod check;
pub(crate) mod commits;
pub(crate) mod completions;
pub(crate) mod decontaminate;
pub(crate) mod dedup;
pub(crate) mod export;
pub(crate) mod filter;
pub(crate) mod generate;
pub(crate) mod instruct;
pub(crate) mod judge;
pub(crate) mod label;
pub(crate) mod languages;
pub(crate) mod merge;
pub(crate) mod mix;
pub(crate) mod sample;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod synth;
