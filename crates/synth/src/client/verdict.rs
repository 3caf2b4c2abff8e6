//! What an answer means: a reply, another try, or a refusal.
//!
//! Servers agree on the status at best. Their errors are OpenAI's JSON, JSON with an integer `code`, a proxy's HTML or
//! nothing; so the status decides, and the body is kept as it came for people to read.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::transport::{Envelope, TransportError};
use crate::dialogue::{Reply, Usage};

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// The server replied. What came is kept beside it, as it came.
    Replied {
        /// The reply.
        reply: Box<Reply>,
        /// The body.
        raw: String,
    },
    /// The server has too much to do, and has done nothing.
    Throttled {
        /// How long it asks to be left alone.
        after: Option<Duration>,
        /// The status.
        status: u16,
        /// What was said.
        said: String,
    },
    /// It went wrong, and may go right another time.
    Failed {
        /// How long the server asks to be left alone.
        after: Option<Duration>,
        /// The status, where there is one.
        status: Option<u16>,
        /// What was said, or what happened.
        said: String,
        /// Whether the server may have done the work, and count it.
        may_be_charged: bool,
        /// Whether the server may be overloaded.
        is_saturated: bool,
    },
    /// The server will not answer this.
    Refused {
        /// The status.
        status: u16,
        /// What was said.
        said: String,
        /// Whether it would refuse any request: the key, the model, the address or the account is wrong.
        is_hopeless: bool,
    },
}

impl Verdict {
    /// The verdict on an attempt that ended now.
    pub(super) fn on(outcome: Result<Envelope, TransportError>, now: SystemTime) -> Self {
        match outcome {
            Ok(envelope) => Self::on_envelope(envelope, now),
            Err(error) => Self::Failed {
                after: None,
                status: None,
                said: error.to_string(),
                may_be_charged: !matches!(error, TransportError::Unreached(_)),
                is_saturated: !matches!(error, TransportError::Unreached(_)),
            },
        }
    }

    fn on_envelope(envelope: Envelope, now: SystemTime) -> Self {
        let after = retry_after(&envelope, now);
        let Envelope { status, body, .. } = envelope;
        match status {
            status if is_success(status) => match reply(&body) {
                Ok(reply) => Self::Replied { reply: Box::new(reply), raw: body },
                Err(what) => Self::Failed {
                    after,
                    status: Some(status),
                    said: format!("{what}: {body}"),
                    may_be_charged: true,
                    is_saturated: false,
                },
            },
            // The account is empty: no waiting fills it.
            429 if code(&body).as_deref() == Some("insufficient_quota") => {
                Self::Refused { status, said: body, is_hopeless: true }
            }
            429 | 503 | 529 => Self::Throttled { after, status, said: body },
            408 | 409 | 425 | 500..=599 => Self::Failed {
                after,
                status: Some(status),
                said: body,
                may_be_charged: false,
                is_saturated: matches!(status, 408 | 502 | 504),
            },
            _ => {
                let is_hopeless = !matches!(status, 400 | 413 | 422);
                Self::Refused { status, said: body, is_hopeless }
            }
        }
    }
}

/// Whether a status says that all went well.
pub(super) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The reply in the body of a chat completion.
///
/// # Errors
/// If it is none: a sentence that says so.
pub fn reply(body: &str) -> Result<Reply, &'static str> {
    fn take(value: &mut Value, name: &str) -> Option<Value> {
        value.get_mut(name).map(Value::take).filter(|value| !value.is_null())
    }
    fn text(value: Value) -> Option<String> {
        if let Value::String(text) = value { Some(text) } else { None }
    }
    let mut value: Value = serde_json::from_str(body).map_err(|_| "the answer is not JSON")?;
    let mut choice = value.pointer_mut("/choices/0").map(Value::take).ok_or("the answer has no choices")?;
    let mut message = choice.get_mut("message").map(Value::take).ok_or("the answer has no message")?;
    let usage = |name: &str| value.get("usage").and_then(|usage| usage.get(name)).and_then(Value::as_u64);
    Ok(Reply {
        usage: Usage {
            prompt_tokens: usage("prompt_tokens").unwrap_or(0),
            completion_tokens: usage("completion_tokens").unwrap_or(0),
        },
        text: take(&mut message, "content").map(content).unwrap_or_default(),
        finish_reason: take(&mut choice, "finish_reason").and_then(text),
        model: take(&mut value, "model").and_then(text).unwrap_or_default(),
        logprobs: take(&mut choice, "logprobs"),
        refusal: take(&mut message, "refusal").and_then(text),
    })
}

/// Whether a server counted the tokens of a reply at all.
pub fn is_counted(raw: &str) -> bool {
    let value: Option<Value> = serde_json::from_str(raw).ok();
    let usage = value.as_ref().and_then(|value| value.get("usage"));
    usage.and_then(|usage| usage.get("prompt_tokens")).is_some_and(Value::is_u64)
}

/// The text of a message: a string, or parts of which some are text.
fn content(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Array(parts) => {
            parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect()
        }
        _ => String::new(),
    }
}

/// The code of an error as OpenAI writes it.
fn code(body: &str) -> Option<String> {
    let value: Value = serde_json::from_str(body).ok()?;
    let error = value.get("error")?;
    let named = ["code", "type"].into_iter().filter_map(|name| error.get(name)?.as_str());
    named.into_iter().find(|code| *code == "insufficient_quota").map(str::to_owned)
}

/// How long the server asks to be left alone: milliseconds, seconds, or until a date.
fn retry_after(envelope: &Envelope, now: SystemTime) -> Option<Duration> {
    let number = |text: &Option<String>| text.as_deref()?.trim().parse::<f64>().ok();
    let seconds = number(&envelope.retry_after_ms)
        .map(|milliseconds| milliseconds / 1e3)
        .or_else(|| number(&envelope.retry_after));
    if let Some(seconds) = seconds {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(envelope.retry_after.as_deref()?.trim()).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(status: u16, body: &str) -> Envelope {
        Envelope { status, retry_after: None, retry_after_ms: None, body: body.to_owned() }
    }

    fn on(status: u16, body: &str) -> Verdict {
        Verdict::on(Ok(envelope(status, body)), SystemTime::UNIX_EPOCH)
    }

    #[test]
    fn servers_speak_differently() {
        let html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
        let cases = [
            (429, r#"{"error": {"message": "slow down", "code": 429}}"#, "throttled"),
            (429, r#"{"error": {"code": "insufficient_quota"}}"#, "refused for good"),
            (429, "", "throttled"),
            (503, html, "throttled"),
            (500, r#"{"error": {"code": 500, "message": "oops", "type": "server_error"}}"#, "failed"),
            (502, html, "failed"),
            (400, r#"{"error": {"code": 400, "type": "exceed_context_size_error"}}"#, "refused"),
            (401, "no", "refused for good"),
            (404, "{\"error\": \"model not found\"}", "refused for good"),
            (301, "", "refused for good"),
            (200, html, "failed, charged"),
            (200, "{\"choices\": [{\"mess", "failed, charged"),
            (200, "{\"choices\": []}", "failed, charged"),
            (200, "null", "failed, charged"),
        ];
        for (status, body, expected) in cases {
            let (found, said) = match on(status, body) {
                Verdict::Replied { raw, .. } => ("replied", raw),
                Verdict::Throttled { said, .. } => ("throttled", said),
                Verdict::Failed { said, may_be_charged: true, .. } => ("failed, charged", said),
                Verdict::Failed { said, .. } => ("failed", said),
                Verdict::Refused { said, is_hopeless: true, .. } => ("refused for good", said),
                Verdict::Refused { said, .. } => ("refused", said),
            };
            assert_eq!(found, expected, "{status} {body}");
            assert!(said.ends_with(body), "what the server said is kept as it came: {said}");
        }
    }

    #[test]
    fn replies_of_many_shapes() {
        let plain = r#"{"model": "m", "choices": [{"message": {"content": "a"}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 3, "completion_tokens": 1}}"#;
        let found = reply(plain).unwrap();
        assert_eq!(
            (found.text.as_str(), found.finish_reason.as_deref(), found.model.as_str()),
            ("a", Some("stop"), "m")
        );
        assert_eq!(found.usage, Usage { prompt_tokens: 3, completion_tokens: 1 });
        let text = |body| reply(body).unwrap().text;
        assert_eq!(text(r#"{"choices": [{"message": {"content": null, "reasoning_content": "hm"}}]}"#), "");
        let parts =
            r#"{"choices": [{"message": {"content": [{"type": "text", "text": "a"}, {"text": "b"}]}}]}"#;
        assert_eq!(text(parts), "ab");
        assert_eq!(text(r#"{"choices": [{"message": {}}], "usage": null}"#), "");
        let refused = reply(r#"{"choices": [{"message": {"content": null, "refusal": "no"}}]}"#).unwrap();
        assert_eq!(refused.refusal.as_deref(), Some("no"));
        assert!(is_counted(plain) && !is_counted(parts));
    }

    #[test]
    fn waits_are_read_in_all_forms() {
        let now = httpdate::parse_http_date("Fri, 20 Nov 2026 17:00:00 GMT").unwrap();
        let after = |header: &str| {
            let envelope = Envelope { retry_after: Some(header.to_owned()), ..envelope(429, "") };
            retry_after(&envelope, now)
        };
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        assert_eq!(after(" 0.5 "), Some(Duration::from_millis(500)));
        assert_eq!(after("Fri, 20 Nov 2026 17:01:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(after("Friday, 20-Nov-26 17:01:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(after("Fri, 20 Nov 2026 16:00:00 GMT"), Some(Duration::ZERO));
        for nonsense in ["soon", "-1", "inf", "NaN", ""] {
            assert_eq!(after(nonsense), None, "{nonsense}");
        }
        let both = Envelope {
            retry_after: Some("9".to_owned()),
            retry_after_ms: Some("250".to_owned()),
            ..envelope(429, "")
        };
        assert_eq!(retry_after(&both, now), Some(Duration::from_millis(250)));
    }
}
