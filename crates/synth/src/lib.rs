//! Synthesis of edits with language models, after OpenCodeEdit (arXiv 2509.25203): prompts, the client, the store of
//! what was paid for, and the parser of responses.

pub mod address;
pub mod answers;
pub mod asking;
pub mod checks;
pub mod client;
pub mod dialogue;
pub mod driver;
pub mod edit;
pub mod halt;
pub mod instruct;
pub mod judge;
pub mod label;
mod languages;
pub mod model;
pub mod money;
pub mod prompts;
pub mod response;
pub mod rounds;
pub mod sandbox;
pub mod secret;
pub mod seeds;
pub mod shots;
pub mod store;
pub mod together;
pub mod verify;

pub use client::{Client, ClientOptions};
pub use dialogue::{Answer, Dialogue, Failure, Message, Reply, Request, Role, Step, Usage};
pub use driver::{DriveError, Panicked, drive};
pub use halt::{Halt, Halted};
pub use languages::Languages;
pub use model::{Mix, Model, largest_remainder};
pub use money::{Money, Price, Prices};
pub use secret::Key;
pub use store::{Store, StoreError};
