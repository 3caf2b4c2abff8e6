//! Whether a row of a file keeps its promise.
//!
//! A row with its sample is made again, and must come out the same. Of other rows, those that carry the text before
//! and after are verified for themselves; what carries only a window is checked for its shape.

use serde_json::{Map, Value};

use super::exporter::Origin;
use super::nep::TOKENS as NEP;
use super::zeta::{CURSOR, REGION_END, REGION_START, region_of};
use crate::check::faults;
use crate::{Sample, patch};

/// What a row turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Verified from the current text to the next.
    Verified,
    /// In the shape of its format, which does not carry enough for more; `--keep-sample` does.
    Shape,
    /// Wrong.
    Broken(String),
}

/// Verifies a sample or a row of any training format, told apart by its columns; `None` if it is neither.
pub fn verify_row(row: &Map<String, Value>) -> Option<Verdict> {
    let text = |name: &str| row.get(name).and_then(Value::as_str);
    let all = |names: &[&str]| names.iter().all(|name| row.contains_key(*name));
    let verdict = if let (Some(export), Some(sample)) = (text("export"), text("sample")) {
        made_again(row, export, sample)
    } else if text("schema").is_some_and(|schema| schema.starts_with("lintseq.sample/")) {
        serde_json::from_value(Value::Object(row.clone()))
            .map_err(|error| error.to_string())
            .and_then(|s| of_sample(&s))
    } else if all(&["text", "current_contents", "old_contents", "new_contents"]) {
        of_nep(row)
    } else if all(&["code_before_purify", "code_after_purify", "instruct_purify"]) {
        texts(row, &["commit", "code_before_purify", "code_after_purify", "instruct_purify", "instr_type"])
            .map(|_| Verdict::Shape)
    } else if all(&["old_code", "new_code", "instr_type"]) {
        of_opencodeedit(row)
    } else if all(&["events", "input", "output"]) {
        of_zeta(row)
    } else if all(&["cursor_position", "expected_patches", "edit_history"]) {
        of_zed(row)
    } else if all(&["large_excerpt", "large_rewrite", "previous_edits"]) {
        texts(row, &["large_excerpt", "large_rewrite", "filename", "context"]).map(|_| Verdict::Shape)
    } else if all(&["prompt", "chosen", "rejected"]) {
        let differ = row.get("chosen") != row.get("rejected");
        if differ { Ok(Verdict::Shape) } else { Err("`chosen` and `rejected` are the same".to_owned()) }
    } else if all(&["prompt", "completion"]) || all(&["messages"]) {
        of_turns(row)
    } else {
        return None;
    };
    Some(verdict.unwrap_or_else(Verdict::Broken))
}

fn made_again(row: &Map<String, Value>, export: &str, sample: &str) -> Result<Verdict, String> {
    let origin: Origin = serde_json::from_str(export).map_err(|error| format!("`export`: {error}"))?;
    let sample: Sample = serde_json::from_str(sample).map_err(|error| format!("`sample`: {error}"))?;
    of_sample(&sample)?;
    let index = row.get("index").and_then(Value::as_u64).unwrap_or(0);
    let again = origin.exporter()?.encode(&sample, index).map_err(|rejection| rejection.to_string())?;
    let differs = again.iter().find(|(name, value)| row.get(*name) != Some(value));
    match differs {
        None => Ok(Verdict::Verified),
        Some((name, _)) => Err(format!("column `{name}` is not what its sample gives")),
    }
}

fn of_sample(sample: &Sample) -> Result<Verdict, String> {
    match faults(sample).into_iter().next() {
        None => Ok(Verdict::Verified),
        Some(fault) => Err(fault.detail),
    }
}

fn of_nep(row: &Map<String, Value>) -> Result<Verdict, String> {
    let [text, old, new, current] =
        texts(row, &["text", "old_contents", "new_contents", "current_contents"])?[..]
    else {
        return Err("columns are missing".to_owned());
    };
    let [_, edits, now, next] = NEP;
    let head = format!("{}\n{old}\n{edits}\n", NEP[0]);
    let tail = format!("\n{now}\n{current}\n{next}\n{new}\n");
    let diff = text.strip_prefix(head.as_str()).and_then(|rest| rest.strip_suffix(tail.as_str()));
    let diff = diff.ok_or("`text` is not made of the contents")?;
    if diff.is_empty() && old == current {
        return Ok(Verdict::Verified);
    }
    // Their diffs say nothing about a missing last newline, so that is left out of the comparison.
    let close = |text: &str| format!("{}\n", text.strip_suffix('\n').unwrap_or(text));
    match patch::apply(&close(old), &format!("{diff}\n")) {
        Ok(made) if made.trim_end_matches('\n') == current.trim_end_matches('\n') => Ok(Verdict::Verified),
        Ok(_) => Err("the diff leads to another text than `current_contents`".to_owned()),
        Err(error) => Err(format!("the diff does not apply to `old_contents`: {error}")),
    }
}

fn of_opencodeedit(row: &Map<String, Value>) -> Result<Verdict, String> {
    let [old, new] = texts(row, &["old_code", "new_code"])?[..] else {
        return Err("columns are missing".to_owned());
    };
    let (prompt, answer) = match row.get("messages") {
        Some(Value::Array(messages)) => (content(messages.get(1)), content(messages.last())),
        _ => (row.get("instruction").and_then(Value::as_str), row.get("output").and_then(Value::as_str)),
    };
    let (prompt, answer) = prompt.zip(answer).ok_or("there are no turns")?;
    let code = answer.strip_prefix("```").and_then(|rest| rest.split_once('\n')).map(|(_, rest)| rest);
    let code = code.and_then(|rest| rest.strip_suffix("\n```")).ok_or("the answer is not fenced")?;
    if code != new {
        return Err("the answer is not `new_code`".to_owned());
    }
    if prompt.contains(old) {
        Ok(Verdict::Verified)
    } else {
        Err("`old_code` is not in the prompt".to_owned())
    }
}

fn of_zeta(row: &Map<String, Value>) -> Result<Verdict, String> {
    let [input, output] = texts(row, &["input", "output"])?[..] else {
        return Err("columns are missing".to_owned());
    };
    let region = region_of(input).ok_or("`input` has no region")?;
    region_of(output).ok_or("`output` has no region")?;
    if region.matches(CURSOR).count() > 1 || output.contains(CURSOR) {
        return Err("the cursor is marked twice, or in the output".to_owned());
    }
    for text in [input, output] {
        if [REGION_START, REGION_END].iter().any(|token| text.matches(token).count() != 1) {
            return Err("a region token stands twice".to_owned());
        }
    }
    Ok(Verdict::Shape)
}

fn of_zed(row: &Map<String, Value>) -> Result<Verdict, String> {
    texts(row, &["repository_url", "revision", "cursor_path", "cursor_position", "edit_history"])?;
    let patches = row.get("expected_patches").and_then(Value::as_array).ok_or("no `expected_patches`")?;
    for patch in patches {
        let patch = patch.as_str().ok_or("an expected patch is not text")?;
        lintseq_core::Diff::parse(patch).map_err(|error| format!("an expected patch: {error}"))?;
    }
    if patches.is_empty() { Err("no expected patch".to_owned()) } else { Ok(Verdict::Shape) }
}

fn of_turns(row: &Map<String, Value>) -> Result<Verdict, String> {
    let is_turns = |value: &Value| match value {
        Value::String(_) => true,
        Value::Array(messages) => {
            !messages.is_empty()
                && messages.iter().all(|message| {
                    let role = message.get("role").and_then(Value::as_str);
                    matches!(role, Some("system" | "user" | "assistant")) && content(Some(message)).is_some()
                })
        }
        _ => false,
    };
    let turns = ["prompt", "completion", "messages"].into_iter().filter_map(|name| row.get(name));
    if turns.clone().all(is_turns) {
        Ok(Verdict::Shape)
    } else {
        Err("a turn has no role or no content".to_owned())
    }
}

fn content(message: Option<&Value>) -> Option<&str> {
    message?.get("content")?.as_str()
}

fn texts<'r>(row: &'r Map<String, Value>, names: &[&str]) -> Result<Vec<&'r str>, String> {
    let text =
        |name: &&str| row.get(*name).and_then(Value::as_str).ok_or_else(|| format!("`{name}` is not text"));
    names.iter().map(text).collect()
}
