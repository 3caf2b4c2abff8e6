//! Whether a response is whole, and where the answer in it begins: behind the model's thoughts, inside a wrapper.

use std::borrow::Cow;

use lintseq_core::{Fence, Reason, Rejection};

use super::page::Page;
use super::sections::Section;
use crate::Reply;

/// The tags between which models think aloud.
const THOUGHTS: [&str; 4] = ["think", "thinking", "thought", "reasoning"];

/// The text of a reply that is whole, its lines ended by newlines, without the thoughts that it opens with.
pub(super) fn complete(reply: &Reply) -> Result<Cow<'_, str>, Rejection> {
    let reject = |reason, message: &str| Err(Rejection::new(reason, message));
    match reply.finish_reason.as_deref() {
        Some("length") => return reject(Reason::Truncated, "finish_reason is `length`; raise --max-tokens"),
        Some("content_filter") => {
            return reject(Reason::ContentFiltered, "finish_reason is `content_filter`");
        }
        _ => {}
    }
    if let Some(refusal) = &reply.refusal {
        return reject(Reason::Refused, refusal);
    }
    let text = if reply.text.contains("\r\n") {
        Cow::Owned(reply.text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(reply.text.as_str())
    };
    let start = text.len() - without_thoughts(&text)?.len();
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(mut text) => {
            text.drain(..start);
            Cow::Owned(text)
        }
    };
    if text.trim().is_empty() {
        return reject(Reason::EmptyResponse, "the response holds no text");
    }
    Ok(text)
}

/// The answer as a page: without what stands before a thought's closing tag, and without a fence around all of it.
pub(super) fn answer<'t>(
    text: &'t str,
    is_program: &dyn Fn(Option<&str>, &str) -> bool,
) -> Result<Page<'t>, Rejection> {
    let text = unwrapped(text);
    let page = Page::scan(text, is_program);
    let closes = |line: &&str| {
        let line = line.trim_end();
        THOUGHTS.iter().any(|tag| line.ends_with(&format!("</{tag}>")))
    };
    // The opening tag may have stood in the prompt, as some chat templates have it.
    let closing = match &page {
        Ok(page) => page.lines_outside().filter(|(_, line)| closes(line)).map(|(at, _)| at).last(),
        Err(_) => lines(text).iter().rposition(closes),
    };
    let Some(closing) = closing else { return page };
    let start: usize = lines(text)[..=closing].iter().map(|line| line.len()).sum();
    let rest = unwrapped(&text[start..]);
    if rest.trim().is_empty() {
        return Err(Rejection::new(Reason::EmptyResponse, "nothing follows the thought"));
    }
    Page::scan(rest, is_program)
}

/// The lines of a text, each with its end.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

pub(super) fn without_thoughts(text: &str) -> Result<&str, Rejection> {
    // The indentation of the first line belongs to the answer.
    let mut rest = text;
    'thoughts: loop {
        let start = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        for tag in THOUGHTS {
            if !start.get(..tag.len() + 2).is_some_and(|head| head.eq_ignore_ascii_case(&format!("<{tag}>")))
            {
                continue;
            }
            let end = format!("</{tag}>");
            let Some(at) = start.to_ascii_lowercase().find(&end) else {
                let message = format!("no {end} follows; raise --max-tokens, or turn thinking off");
                return Err(Rejection::new(Reason::UnfinishedThought, message));
            };
            rest = &start[at + end.len()..];
            continue 'thoughts;
        }
        return Ok(rest);
    }
}

/// The text within a fence that holds all of it: models asked for Markdown like to quote it.
fn unwrapped(text: &str) -> &str {
    let lines = lines(text);
    let is_filled = |line: &&str| !line.trim().is_empty();
    let (Some(first), Some(last)) = (lines.iter().position(is_filled), lines.iter().rposition(is_filled))
    else {
        return text;
    };
    let Some(fence) = Fence::open(lines[first], true).filter(|_| first < last) else { return text };
    let is_wrapper = match fence.label() {
        Some(label) => ["markdown", "md", "text"].iter().any(|known| label.eq_ignore_ascii_case(known)),
        None => lines[first + 1..]
            .iter()
            .find(|line| is_filled(line))
            .is_some_and(|line| Section::of_line(line).is_some()),
    };
    if !is_wrapper || !fence.is_closed_by(lines[last]) {
        return text;
    }
    let start: usize = lines[..=first].iter().map(|line| line.len()).sum();
    let length: usize = lines[first + 1..last].iter().map(|line| line.len()).sum();
    &text[start..start + length]
}
