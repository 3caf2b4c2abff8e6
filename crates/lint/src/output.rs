//! Reading what a tool says: findings by regular expression, or by JSON pointers.

use std::collections::BTreeMap;

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
    /// The file and the line that the text before it mentions last.
    pub(crate) mentioned: Option<(String, u32)>,
}

impl Output {
    /// All findings, in the order of the output; or what is missing in it. `mention` finds files with lines
    /// that the text before a finding speaks of.
    pub(crate) fn read(&self, output: &str, mention: &Regex) -> Result<Vec<Finding>, String> {
        match self {
            Self::Json(shape) => from_json(shape, output),
            Self::Text(pattern) => Ok(from_text(pattern, output, mention)),
        }
    }
}

fn from_text(pattern: &Regex, output: &str, mention: &Regex) -> Vec<Finding> {
    let part = |captures: &Captures<'_>, name| {
        captures.name(name).map_or_else(String::new, |part| part.as_str().to_owned())
    };
    let mut mentions = mention.captures_iter(output).peekable();
    let mut last = None;
    let mut found = Vec::new();
    for captures in pattern.captures_iter(output) {
        let start = captures.get(0).map_or(0, |all| all.start());
        while let Some(mention) =
            mentions.next_if(|mention| mention.get(0).map_or(0, |all| all.start()) < start)
        {
            last = Some((part(&mention, "file"), number(&part(&mention, "line"))));
        }
        let code = match part(&captures, "code") {
            code if code.is_empty() => "error".to_owned(),
            code => code.replace(' ', "-"),
        };
        let message =
            [part(&captures, "message"), part(&captures, "detail")].map(|part| part.trim().to_owned());
        found.push(Finding {
            file: part(&captures, "file"),
            diagnostic: Diagnostic {
                line: number(&part(&captures, "line")),
                code,
                message: message.join(" ").trim_end().to_owned(),
            },
            mentioned: last.clone(),
        });
    }
    found
}

/// A line's number, from one, as one from zero.
fn number(line: &str) -> u32 {
    line.parse::<u32>().unwrap_or(1).saturating_sub(1)
}

fn from_json(shape: &JsonOutput, output: &str) -> Result<Vec<Finding>, String> {
    let items: Vec<Value> = if shape.lines {
        output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    } else {
        let root: Value = serde_json::from_str(output).map_err(|error| error.to_string())?;
        let items = root.pointer(&shape.items).and_then(|items| items.as_array().cloned());
        items.ok_or_else(|| format!("no list at `{}`", shape.items))?
    };
    items.iter().filter(|item| has(item, &shape.only)).filter_map(|item| finding(shape, item)).collect()
}

/// The finding, or nothing where it is about no place.
fn finding(shape: &JsonOutput, item: &Value) -> Option<Result<Finding, String>> {
    let text = |item: &Value, pointer: &str| {
        item.pointer(pointer)
            .and_then(|value| value.as_str())
            .map(str::to_owned)
            .ok_or_else(|| format!("no text at `{pointer}` in {item}"))
    };
    let line = |place: &Value| {
        let line = place.pointer(&shape.line).and_then(Value::as_u64).unwrap_or_default() as u32;
        line.saturating_sub(shape.first_line)
    };
    let place = match &shape.places {
        None => item,
        Some(places) => {
            item.pointer(places)?.as_array()?.iter().find(|place| has(place, &shape.places_only))?
        }
    };
    let code = shape.code.as_ref().and_then(|pointer| item.pointer(pointer)?.as_str());
    let diagnostic = text(item, &shape.message).map(|message| Diagnostic {
        line: line(place),
        code: code.unwrap_or("invalid-syntax").to_owned(),
        message,
    });
    Some(
        diagnostic.and_then(|diagnostic| {
            Ok(Finding { file: text(place, &shape.file)?, diagnostic, mentioned: None })
        }),
    )
}

fn has(item: &Value, only: &BTreeMap<String, String>) -> bool {
    only.iter().all(|(pointer, wanted)| match item.pointer(pointer) {
        Some(Value::String(found)) => found == wanted,
        Some(Value::Bool(found)) => wanted.parse() == Ok(*found),
        Some(Value::Number(found)) => wanted.parse().ok() == Some(found.clone()),
        _ => false,
    })
}
