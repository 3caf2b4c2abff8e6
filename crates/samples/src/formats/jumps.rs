//! Rows that ask where the next edit is: the prompt of a format, and a line or `path:line` as the answer.
//!
//! Lines count from zero, as everywhere outside diffs. The cursor's own line means "stay", which is what a sample
//! answers where nothing is to be done.

use lintseq_core::{Column, ColumnKind, Diff, Reason, Rejection};

use super::layout::{fields, message, message_list, prompt_messages};
use super::{AnswerPlace, DecodeError, Format, FormatRow};
use crate::{DistanceClass, Jump, Kind, Sample, patch};

pub(super) fn columns(format: &dyn Format) -> Vec<Column> {
    let kind = || if format.is_chat() { message_list() } else { ColumnKind::Text };
    vec![
        Column::new("prompt", kind()),
        Column::new("completion", kind()),
        Column::text("path"),
        Column::int("line"),
        Column::int("distance"),
        Column::text("class"),
    ]
}

/// The jump row of a sample, the answer in it, and the place that the answer means.
pub(super) fn row(
    format: &dyn Format,
    sample: &Sample,
    with_path: bool,
) -> Result<(FormatRow, String, Jump), Rejection> {
    let place = destination(sample)?;
    if place.class == DistanceClass::OtherFile && !with_path {
        let message = "the destination lies in another file, which a bare line cannot name";
        return Err(Rejection::new(Reason::NotInFormat, message));
    }
    let answer = if with_path { format!("{}:{}", place.path, place.line) } else { place.line.to_string() };
    let prompt = format.prompt(sample, answer.len())?;
    let (prompt, completion, column) = if format.is_chat() {
        let completion = vec![message("assistant", answer.clone())];
        (prompt_messages(prompt).into(), completion.into(), "completion[0].content")
    } else {
        (prompt.user.into(), answer.as_str().into(), "completion")
    };
    let fields = fields([
        ("prompt", prompt),
        ("completion", completion),
        ("path", place.path.as_str().into()),
        ("line", place.line.into()),
        ("distance", place.distance.into()),
        ("class", place.class.as_str().into()),
    ]);
    let row = FormatRow { fields, answer: AnswerPlace::whole(column, &answer) };
    Ok((row, answer, place))
}

/// The place that an answer names.
pub(super) fn decode(answer: &str, sample: &Sample) -> Result<(String, u32), DecodeError> {
    let (path, line) = answer.rsplit_once(':').unwrap_or((&sample.path, answer));
    let line = line.parse().map_err(|_| DecodeError::new("a line from zero", answer))?;
    Ok((path.to_owned(), line))
}

/// Where the next edit of a sample is.
fn destination(sample: &Sample) -> Result<Jump, Rejection> {
    if let Some(jump) = &sample.jump {
        return Ok(jump.clone());
    }
    let cursor = sample.cursor.ok_or_else(|| Rejection::new(Reason::NoCursor, "the sample has no cursor"))?;
    let line = match sample.kind {
        Kind::NoEdit => cursor.line,
        Kind::Edit | Kind::Jump => {
            let place = Diff::parse(&sample.target).ok().and_then(|target| patch::place(&target));
            place.unwrap_or(cursor.line)
        }
    };
    let distance = line.abs_diff(cursor.line);
    Ok(Jump { path: sample.path.clone(), line, distance: Some(distance), class: DistanceClass::of(distance) })
}
