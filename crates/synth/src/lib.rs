//! Synthesis of edits with language models, after OpenCodeEdit (arXiv 2509.25203): prompts, the client, the store of
//! what was paid for, and the parser of responses.

pub mod checks;
pub mod dialogue;
mod languages;
pub mod response;

pub use dialogue::{Answer, Dialogue, Failure, Message, Reply, Request, Role, Step, Usage};
pub use languages::Languages;
