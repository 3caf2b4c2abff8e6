//! How fast the client is beside a bare loop, and how much memory it takes.
//!
//! ```text
//! cargo run --release -p lintseq-synth --example throughput [REQUESTS] [IN_FLIGHT] [LATENCY_MS] [ROUNDS]
//! ```
//!
//! A server in a process of its own answers after a fixed time. The bare loop is reqwest with as many tasks as may be
//! in flight, each of which sends a request, reads the answer and forgets it. The client does all that it does for
//! users: it adapts, parses, and has every answer on the disk before it counts. Rates are taken after the first
//! quarter, when both are in full swing. Both take turns, and the medians count: a machine that has other work slows
//! down both. How much of a processor each takes says more than rates about machines where that is what is short.

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
    let (requests, in_flight, latency, rounds) =
        (number(0, 20_000), number(1, 200), number(2, 50), number(3, 5));
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
    let mut all = [const { Vec::new() }; 5];
    for _ in 0..rounds {
        let (bare_rate, bare_work) = working(requests, || runtime.block_on(bare(&url, requests, in_flight)));
        let before = memory();
        let ((rate, memories), work) =
            working(requests, || runtime.block_on(client(&url, requests, in_flight)));
        let share = 100.0 * rate / bare_rate;
        println!(
            "bare {bare_rate:.0}/s and {bare_work:.0} ms of a processor for 1000, client {rate:.0}/s and {work:.0} ms: \
            {share:.1} %"
        );
        let text: Vec<String> = memories.iter().map(|memory| format!("{:.1}", memory - before)).collect();
        println!("  memory above {before:.1} MB, at every tenth of the requests: {} MB", text.join(" "));
        for (values, value) in all.iter_mut().zip([bare_rate, bare_work, rate, work, share]) {
            values.push(value);
        }
    }
    let [bare_rate, bare_work, rate, work, share] = all.map(median);
    println!(
        "medians: bare {bare_rate:.0}/s and {bare_work:.0} ms, client {rate:.0}/s and {work:.0} ms: {share:.1} %"
    );
    server.kill().unwrap();
    server.wait().unwrap();
}

/// What work comes to, and the milliseconds of a processor that this process spends on a thousand of its requests.
fn working<T>(requests: usize, work: impl FnOnce() -> T) -> (T, f64) {
    let before = processor_time();
    let result = work();
    (result, (processor_time() - before) / requests as f64 * 1e3)
}

/// The milliseconds of a processor that this process has taken.
fn processor_time() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold blanks: the 12th and 13th field, in hundredths of a second.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.map(|ticks| ticks.parse::<f64>().unwrap() * 10.0).sum()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
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
