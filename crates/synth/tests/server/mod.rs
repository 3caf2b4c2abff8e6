//! A server of the OpenAI interface for tests: std only, a thread for each connection, and whatever fault is wanted.

#![allow(dead_code, reason = "not every test looks at everything")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

/// What the server does with a request.
pub(crate) enum Act {
    /// Answers with this status, these headers and this body.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// Closes the connection without a word.
    Reset,
    /// Says that more is to come, and closes the connection.
    Break(String),
    /// Never answers.
    Hang,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) authorization: Option<String>,
    pub(crate) body: Value,
    /// The bytes of a body that is no JSON.
    pub(crate) bytes: Vec<u8>,
    /// How often this very body has been seen before.
    pub(crate) repeats: usize,
}

/// A running server. Its threads end with the process.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) journal: Arc<Mutex<Vec<Seen>>>,
    pub(crate) most_in_flight: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server that acts so.
    pub(crate) fn start(act: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let journal = Arc::new(Mutex::new(Vec::new()));
        let most_in_flight = Arc::new(AtomicUsize::new(0));
        let shared = Arc::new(Shared {
            act: Box::new(act),
            journal: Arc::clone(&journal),
            counts: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            most_in_flight: Arc::clone(&most_in_flight),
        });
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(&stream, &shared));
            }
        });
        Self { url, journal, most_in_flight }
    }

    /// How many requests came.
    pub(crate) fn count(&self) -> usize {
        self.journal.lock().unwrap().len()
    }
}

struct Shared {
    act: Box<dyn Fn(&Seen) -> Act + Send + Sync>,
    journal: Arc<Mutex<Vec<Seen>>>,
    counts: Mutex<BTreeMap<Vec<u8>, usize>>,
    in_flight: AtomicUsize,
    most_in_flight: Arc<AtomicUsize>,
}

/// A completion of a chat with this text.
pub(crate) fn completion(text: &str, prompt_tokens: u64, completion_tokens: u64) -> String {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "model": "mock-1",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens
        }
    })
    .to_string()
}

/// Answers well.
pub(crate) fn well(text: &str) -> Act {
    Act::Answer(200, Vec::new(), completion(text, 10, 5))
}

/// Serves batches, which are ready at the second look; `row` makes a row of the answer of one of the requests.
pub(crate) fn batches(
    row: impl Fn(&str) -> String + Send + Sync + 'static,
) -> impl Fn(&Seen) -> Act + Send + Sync {
    let state: Mutex<(Vec<String>, Vec<Value>)> = Mutex::default();
    move |seen: &Seen| {
        let mut state = state.lock().unwrap();
        let (files, batches) = &mut *state;
        let json = |value: &Value| Act::Answer(200, Vec::new(), value.to_string());
        let path: Vec<&str> = seen.path.trim_start_matches("/v1/").split('/').collect();
        match (&path[..], &seen.body) {
            (["files"], _) => {
                let text = String::from_utf8(seen.bytes.clone()).unwrap();
                let lines: Vec<&str> = text.lines().filter(|line| line.starts_with('{')).collect();
                files.push(lines.join("\n"));
                json(&json!({"id": format!("file-{}", files.len() - 1)}))
            }
            (["files", file, "content"], _) => {
                Act::Answer(200, Vec::new(), files[file[5..].parse::<usize>().unwrap()].clone())
            }
            (["batches"], Value::Null) => json(&json!({"data": batches})),
            (["batches"], wanted) => {
                let file = wanted["input_file_id"].as_str().unwrap()[5..].parse::<usize>().unwrap();
                let mut rows: Vec<String> = files[file].lines().map(&row).collect();
                rows.reverse();
                files.push(rows.join("\n"));
                let id = format!("batch-{}", batches.len());
                let output = format!("file-{}", files.len() - 1);
                let metadata = &wanted["metadata"];
                batches.push(
                    json!({"id": id, "status": "validating", "output_file_id": output, "metadata": metadata}),
                );
                json(batches.last().unwrap())
            }
            (["batches", batch], _) => {
                let batch = &mut batches[batch[6..].parse::<usize>().unwrap()];
                let answer = json(batch);
                batch["status"] = "completed".into();
                answer
            }
            _ => Act::Answer(404, Vec::new(), format!("no {}", seen.path)),
        }
    }
}

/// What the last message of a request says.
pub(crate) fn last(seen: &Seen) -> String {
    let messages = seen.body["messages"].as_array().unwrap();
    messages.last().unwrap()["content"].as_str().unwrap().to_owned()
}

fn serve(stream: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream);
    while let Some(seen) = read(&mut reader, shared) {
        let now = shared.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_in_flight.fetch_max(now, Ordering::SeqCst);
        shared.journal.lock().unwrap().push(seen.clone());
        let act = (shared.act)(&seen);
        shared.in_flight.fetch_sub(1, Ordering::SeqCst);
        match act {
            Act::Answer(status, headers, body) => {
                let headers: String =
                    headers.into_iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                let head =
                    format!("HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
                if (&*stream).write_all(format!("{head}{body}").as_bytes()).is_err() {
                    return;
                }
            }
            Act::Reset => return,
            Act::Break(start) => {
                let head =
                    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{start}", start.len() + 1000);
                let _ = (&*stream).write_all(head.as_bytes());
                return;
            }
            Act::Hang => std::thread::sleep(Duration::from_mins(10)),
        }
    }
}

fn read(reader: &mut BufReader<&TcpStream>, shared: &Shared) -> Option<Seen> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|bytes| *bytes > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    let mut is_chunked = false;
    let mut authorization = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "transfer-encoding" => is_chunked = value == "chunked",
            "authorization" => authorization = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).ok()?;
    while is_chunked {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let size = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk).ok()?;
        bytes.extend(&chunk[..size]);
        is_chunked = size > 0;
    }
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let mut counts = shared.counts.lock().unwrap();
    let count =
        counts.entry(if bytes.is_empty() { path.clone().into_bytes() } else { bytes.clone() }).or_default();
    *count += 1;
    Some(Seen { path, authorization, body, bytes, repeats: *count - 1 })
}
