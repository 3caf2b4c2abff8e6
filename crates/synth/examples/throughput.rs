//! How fast the client is beside a bare loop, and how much memory it takes.
//!
//! ```text
//! cargo run --release -p lintseq-synth --example throughput [REQUESTS] [IN_FLIGHT] [LATENCY_MS]
//! ```
//!
//! A server in a process of its own answers after a fixed time. The bare loop is reqwest with as many tasks as may be
//! in flight, each of which sends a request, reads the answer and forgets it. The client does all that it does for
//! users: it adapts, parses, and has every answer on the disk before it counts. Rates are taken after the first
//! quarter, when both are in full swing; three rounds in turn, of which the best count.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a measurement")]

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use lintseq_synth::driver::window;
use lintseq_synth::{
    Answer, Client, ClientOptions, Dialogue, Failure, Halt, Message, Model, Prices, Request, Role, Step,
    Store, drive,
};
use serde_json::{Map, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if arguments.first().is_some_and(|first| first == "serve") {
        return runtime.block_on(serve(Duration::from_millis(arguments[1].parse().unwrap())));
    }
    let number = |at: usize, default: usize| arguments.get(at).map_or(default, |text| text.parse().unwrap());
    let (requests, in_flight, latency) = (number(0, 20_000), number(1, 200), number(2, 50));
    let mut server = Command::new(std::env::current_exe().unwrap())
        .args(["serve", &latency.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut port = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(server.stdout.take().unwrap()), &mut port)
        .unwrap();
    let url = format!("http://127.0.0.1:{}/v1", port.trim());
    println!(
        "{requests} requests, {in_flight} in flight, {latency} ms: at most {} a second",
        in_flight * 1000 / latency
    );
    let (mut best_bare, mut best_client) = (0.0_f64, 0.0_f64);
    for _ in 0..3 {
        let bare_rate = runtime.block_on(bare(&url, requests, in_flight));
        let before = memory();
        let (rate, memories) = runtime.block_on(client(&url, requests, in_flight));
        println!("bare {bare_rate:.0}/s, client {rate:.0}/s: {:.1} %", 100.0 * rate / bare_rate);
        let text: Vec<String> = memories.iter().map(|memory| format!("{:.1}", memory - before)).collect();
        println!("  memory above {before:.1} MB, at every tenth of the requests: {} MB", text.join(" "));
        (best_bare, best_client) = (best_bare.max(bare_rate), best_client.max(rate));
    }
    println!("best of three: {:.1} %", 100.0 * best_client / best_bare);
    server.kill().unwrap();
    server.wait().unwrap();
}

struct Once(usize);

impl Dialogue for Once {
    type Output = Result<usize, Failure>;

    fn next(&self, answers: &[Answer]) -> Step<Self::Output> {
        match answers.first() {
            None => Step::Ask(vec![request(self.0)]),
            Some(answer) => Step::Done(answer.clone().map(|reply| reply.text.len())),
        }
    }
}

fn request(number: usize) -> Request {
    Request {
        model: "m".to_owned(),
        messages: vec![Message::new(Role::User, format!("{number}: {}", "a line of a prompt\n".repeat(200)))],
        temperature: Some(0.8),
        top_p: Some(0.95),
        max_tokens: Some(2048),
        seed: Some(number as u64),
        extra: Map::new(),
        nonce: 0,
        prompt: "throughput/1".to_owned(),
    }
}

fn model(url: &str) -> Model {
    Model {
        name: "m".to_owned(),
        remote: "m".to_owned(),
        base_url: url.to_owned(),
        key: None,
        extra_body: Map::new(),
        prices: Prices::default(),
        ratio: 1.0,
        identity: url.to_owned(),
    }
}

/// When the rate begins to count, and its value.
struct Meter {
    begin: usize,
    began: Option<Instant>,
    done: usize,
}

impl Meter {
    const fn new(requests: usize) -> Self {
        Self { begin: requests / 4, began: None, done: 0 }
    }

    fn tick(&mut self) {
        self.done += 1;
        if self.done == self.begin {
            self.began = Some(Instant::now());
        }
    }

    fn rate(&self) -> f64 {
        (self.done - self.begin) as f64 / self.began.unwrap().elapsed().as_secs_f64()
    }
}

async fn bare(url: &str, requests: usize, in_flight: usize) -> f64 {
    // Refused after the first time.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().tcp_nodelay(true).build().unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let meter = Arc::new(std::sync::Mutex::new(Meter::new(requests)));
    let model = Arc::new(model(url));
    let work = |_| {
        let (http, next, meter, model) =
            (http.clone(), Arc::clone(&next), Arc::clone(&meter), Arc::clone(&model));
        let url = format!("{url}/chat/completions");
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= requests {
                    return;
                }
                let body = model.body(&request(number));
                let answer = http.post(&url).json(&body).send().await.unwrap().bytes().await.unwrap();
                assert!(answer.starts_with(b"{"));
                meter.lock().unwrap().tick();
            }
        })
    };
    for task in (0..in_flight).map(work).collect::<Vec<_>>() {
        task.await.unwrap();
    }
    meter.lock().unwrap().rate()
}

async fn client(url: &str, requests: usize, in_flight: usize) -> (f64, Vec<f64>) {
    let folder = tempfile::tempdir().unwrap();
    let halt = Arc::new(Halt::default());
    let store = Arc::new(Store::open(&folder.path().join("store.db")).unwrap());
    let options = ClientOptions { concurrency: in_flight as u32, ..ClientOptions::default() };
    let client = Client::open(vec![model(url)], options, store, Arc::clone(&halt)).await.unwrap();
    let mut meter = Meter::new(requests);
    let mut memories = Vec::new();
    drive((0..requests).map(Once), &Arc::new(client), &halt, window(in_flight), |length| {
        assert!(length.unwrap().unwrap() > 1000);
        meter.tick();
        if meter.done.is_multiple_of(requests / 10) {
            memories.push(memory());
        }
        Ok::<_, ()>(())
    })
    .await
    .unwrap();
    (meter.rate(), memories)
}

/// The resident memory of this process, in megabytes.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
}

async fn serve(latency: Duration) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    let body = json!({
        "model": "mock",
        "choices": [{"message": {"role": "assistant", "content": "a line of code\n".repeat(150)}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 500}
    });
    let body = body.to_string();
    let answer: Arc<str> = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let _ = stream.set_nodelay(true);
        tokio::spawn(answer_all(stream, latency, Arc::clone(&answer)));
    }
}

async fn answer_all(stream: TcpStream, latency: Duration, answer: Arc<str>) {
    let mut stream = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        if stream.read_exact(&mut body).await.is_err() {
            return;
        }
        tokio::time::sleep(latency).await;
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
