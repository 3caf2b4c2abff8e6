//! Reading what a tool says: findings by regular expression, or by JSON pointers.

use lintseq_core::Diagnostic;
use regex::{Captures, Regex};
use serde_json::Value;

use crate::entry::JsonOutput;

/// How the output of a tool is read.
pub(crate) enum Output {
    Json(JsonOutput),
    Text(Regex),
}

/// What a tool says about a file, which may be a state's.
pub(crate) struct Finding {
    pub(crate) file: String,
    pub(crate) diagnostic: Diagnostic,
}

impl Output {
    /// All findings, in the order of the output; or what is missing in it.
    pub(crate) fn read(&self, output: &str) -> Result<Vec<Finding>, String> {
        match self {
            Self::Json(shape) => from_json(shape, output),
            Self::Text(pattern) => Ok(from_text(pattern, output)),
        }
    }
}

fn from_text(pattern: &Regex, output: &str) -> Vec<Finding> {
    let part = |captures: &Captures<'_>, name| {
        captures.name(name).map_or_else(String::new, |part| part.as_str().to_owned())
    };
    pattern
        .captures_iter(output)
        .map(|captures| {
            let line: u32 = part(&captures, "line").parse().unwrap_or(1);
            let code = match part(&captures, "code") {
                code if code.is_empty() => "error".to_owned(),
                code => code.replace(' ', "-"),
            };
            Finding {
                file: part(&captures, "file"),
                diagnostic: Diagnostic {
                    line: line.saturating_sub(1),
                    code,
                    message: part(&captures, "message"),
                },
            }
        })
        .collect()
}

fn from_json(shape: &JsonOutput, output: &str) -> Result<Vec<Finding>, String> {
    let root: Value = serde_json::from_str(output).map_err(|error| error.to_string())?;
    let items = root.pointer(&shape.items).and_then(|items| items.as_array());
    let items = items.ok_or_else(|| format!("no list at `{}`", shape.items))?;
    let text = |item: &Value, pointer: &str| {
        item.pointer(pointer)
            .and_then(|value| value.as_str())
            .map(str::to_owned)
            .ok_or_else(|| format!("no text at `{pointer}` in {item}"))
    };
    let wanted = |item: &&Value| {
        shape
            .only
            .iter()
            .all(|(pointer, value)| item.pointer(pointer).and_then(|found| found.as_str()) == Some(value))
    };
    let finding = |item: &Value| {
        let line = item.pointer(&shape.line).and_then(Value::as_u64).unwrap_or_default() as u32;
        let code = shape.code.as_ref().and_then(|pointer| item.pointer(pointer)?.as_str());
        Ok(Finding {
            file: text(item, &shape.file)?,
            diagnostic: Diagnostic {
                line: line.saturating_sub(shape.first_line),
                code: code.unwrap_or("invalid-syntax").to_owned(),
                message: text(item, &shape.message)?,
            },
        })
    };
    items.iter().filter(wanted).map(finding).collect()
}
