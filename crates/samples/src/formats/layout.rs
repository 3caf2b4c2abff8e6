//! The two shapes that most trainers read: a prompt with its completion, and messages.

use lintseq_core::{Column, ColumnKind};
use serde_json::{Map, Value, json};

use super::{AnswerPlace, FormatRow, Prompt};

/// The columns `prompt` and `completion`.
pub(super) fn completion_columns() -> Vec<Column> {
    vec![Column::text("prompt"), Column::text("completion")]
}

/// A row of a prompt and a completion.
pub(super) fn completion_row(prompt: Prompt, answer: String) -> FormatRow {
    let place = AnswerPlace::whole("completion", &answer);
    FormatRow {
        fields: fields([("prompt", prompt.user.into()), ("completion", answer.into())]),
        answer: place,
    }
}

/// The column `messages`.
pub(super) fn messages_columns() -> Vec<Column> {
    vec![Column::new("messages", message_list())]
}

/// A list of messages.
pub(super) fn message_list() -> ColumnKind {
    ColumnKind::structs([Column::text("role"), Column::text("content")])
}

/// A row of messages, the assistant's last.
pub(super) fn messages_row(prompt: Prompt, answer: String) -> FormatRow {
    let mut messages = prompt_messages(prompt);
    let place = AnswerPlace::whole(format!("messages[{}].content", messages.len()), &answer);
    messages.push(message("assistant", answer));
    FormatRow { fields: fields([("messages", messages.into())]), answer: place }
}

/// The turns before the answer.
pub(super) fn prompt_messages(prompt: Prompt) -> Vec<Value> {
    let system = prompt.system.map(|system| message("system", system));
    system.into_iter().chain([message("user", prompt.user)]).collect()
}

pub(super) fn message(role: &str, content: impl Into<Value>) -> Value {
    json!({"role": role, "content": content.into()})
}

pub(super) fn fields<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
