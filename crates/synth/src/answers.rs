//! Short answers: yes or no, how sure, or one JSON object.

use lintseq_core::{Reason, Rejection};
use serde_json::{Map, Value};

use crate::dialogue::Reply;
use crate::response::without_thoughts;

/// Whether an answer says yes.
///
/// `Yes.`, `**yes**`, `Answer: no` and `No, because …` are read; a text that neither begins nor ends with the word, or
/// begins with one and ends with the other, is not: "there is no doubt" must not count as a no.
///
/// # Errors
/// If it is not clear.
pub fn yes_or_no(reply: &Reply) -> Result<bool, Rejection> {
    let text = without_thoughts(&reply.text);
    if let Some(object) = object(text) {
        let mut said = object.values().filter_map(|value| match value {
            Value::Bool(yes) => Some(*yes),
            Value::String(word) => said(word),
            _ => None,
        });
        return match (said.next(), said.next()) {
            (Some(yes), None) => Ok(yes),
            _ => Err(unclear(text)),
        };
    }
    let mut words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next();
    let last = words.next_back().or(first);
    match (first.and_then(said), last.and_then(said)) {
        (Some(first), Some(last)) if first != last => Err(unclear(text)),
        (Some(yes), _) | (None, Some(yes)) => Ok(yes),
        (None, None) => Err(unclear(text)),
    }
}

/// How likely a yes was, against a no: from the log-probabilities of the first token that is either. The token itself
/// counts even where the server does not list it: what a grammar allows need not be among the likeliest.
///
/// # Errors
/// If the server sent none, or none of either word.
pub fn certainty(reply: &Reply) -> Result<f64, Rejection> {
    let tokens = reply.logprobs.as_ref().and_then(|logprobs| logprobs.get("content")?.as_array());
    let Some(tokens) = tokens else {
        let message = "the server sent no log-probabilities; ask for text or JSON instead";
        return Err(Rejection::new(Reason::UnclearAnswer, message));
    };
    let word = |token: &Value| said(token.get("token")?.as_str()?.trim().trim_matches(['"', '*', '.', ',']));
    for token in tokens.iter().filter(|token| word(token).is_some()) {
        let listed = token.get("top_logprobs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let is_listed = listed.iter().any(|alternative| alternative.get("token") == token.get("token"));
        let own = std::slice::from_ref(token).iter().filter(|_| !is_listed);
        let (mut yes, mut no) = (0.0, 0.0);
        for alternative in own.chain(listed) {
            let chance = alternative.get("logprob").and_then(Value::as_f64).map_or(0.0, f64::exp);
            match word(alternative) {
                Some(true) => yes += chance,
                Some(false) => no += chance,
                None => {}
            }
        }
        if yes + no > 0.0 {
            return Ok(yes / (yes + no));
        }
    }
    Err(unclear(&reply.text))
}

/// The one JSON object of an answer.
///
/// # Errors
/// If there is none.
pub fn json(reply: &Reply) -> Result<Map<String, Value>, Rejection> {
    let text = without_thoughts(&reply.text);
    object(text).ok_or_else(|| unclear(text))
}

/// The numbers of a list in an object, which count from 1 to `count`.
///
/// # Errors
/// If there is no such list.
pub fn numbers(object: &Map<String, Value>, name: &str, count: usize) -> Result<Vec<usize>, Rejection> {
    let list = object.get(name).and_then(Value::as_array);
    let number = |value: &Value| {
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
        usize::try_from(number).ok().filter(|number| (1..=count).contains(number))
    };
    let numbers: Option<Vec<usize>> = list.and_then(|list| list.iter().map(number).collect());
    numbers.ok_or_else(|| unclear(&Value::Object(object.clone()).to_string()))
}

/// The rejection of an answer that nobody can read.
pub fn unclear(text: &str) -> Rejection {
    let shown: String = text.trim().chars().take(80).collect();
    Rejection::new(Reason::UnclearAnswer, format!("the answer cannot be read: {shown:?}"))
}

fn said(word: &str) -> Option<bool> {
    match word.trim().trim_end_matches('.').to_lowercase().as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// The text from the first brace to the last, if that is an object: in a fence or between prose.
fn object(text: &str) -> Option<Map<String, Value>> {
    let (start, end) = (text.find('{')?, text.rfind('}')?);
    serde_json::from_str(text.get(start..=end)?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reply(text: &str) -> Reply {
        Reply { text: text.to_owned(), ..Reply::default() }
    }

    #[test]
    fn yes_is_read_in_every_dress() {
        for (text, expected) in [
            ("yes", Some(true)),
            ("Yes.", Some(true)),
            (" **YES** \n", Some(true)),
            ("\"yes\"", Some(true)),
            ("Yes, because they rename one thing. There is no doubt.", Some(true)),
            ("No, because nothing connects them.", Some(false)),
            ("Answer: no", Some(false)),
            ("The chunks share a purpose, so: yes!", Some(true)),
            ("<think>no? yes?</think>no", Some(false)),
            ("{\"related\": true}", Some(true)),
            ("```json\n{\"answer\": \"No.\"}\n```", Some(false)),
            ("No. Wait, on reflection: yes", None),
            ("There is no doubt that they are related.", None),
            ("{\"related\": true, \"sure\": false}", None),
            ("maybe", None),
            ("", None),
        ] {
            assert_eq!(yes_or_no(&reply(text)).ok(), expected, "{text:?}");
        }
    }

    #[test]
    fn certainty_weighs_yes_against_no() {
        let top = json!([{"token": "Yes", "logprob": -0.5}, {"token": " yes", "logprob": -2.0}, {"token": "No", "logprob": -1.5}]);
        let logprobs = json!({"content": [
            {"token": "\n", "logprob": 0.0},
            {"token": "Yes", "logprob": -0.5, "top_logprobs": top},
        ]});
        let found = certainty(&Reply { logprobs: Some(logprobs), ..reply("Yes") }).unwrap();
        let (yes, no) = ((-0.5f64).exp() + (-2.0f64).exp(), (-1.5f64).exp());
        assert!((found - yes / (yes + no)).abs() < 1e-12);
        assert!(certainty(&reply("yes")).is_err());
        // A token that a grammar enforced, and likelier ones that it forbade.
        let unlisted = |top| json!({"content": [{"token": "no", "logprob": -1.0, "top_logprobs": top}]});
        for (top, expected) in [
            (json!([]), 0.0),
            (json!([{"token": "!", "logprob": -0.1}]), 0.0),
            (json!([{"token": "yes", "logprob": -1.0}]), 0.5),
        ] {
            let reply = Reply { logprobs: Some(unlisted(top)), ..reply("no") };
            assert_eq!(certainty(&reply), Ok(expected));
        }
    }

    #[test]
    fn lists_of_numbers_stay_within_bounds() {
        let object = json(&reply("Here: {\"asked\": [1, \"2\"], \"undone\": false}.")).unwrap();
        assert_eq!(numbers(&object, "asked", 2).unwrap(), [1, 2]);
        assert!(numbers(&object, "asked", 1).is_err());
        assert!(numbers(&object, "chunks", 1).is_err());
        assert!(json(&reply("none")).is_err());
    }
}
