//! The client against a server with faults.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod server;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use lintseq_synth::client::{Retries, settle};
use lintseq_synth::{
    Answer, Client, ClientOptions, Dialogue, DriveError, Failure, Halt, Halted, Key, Message, Model, Money,
    Prices, Request, Role, Step, Store, drive,
};
use serde_json::{Map, json};
use server::{Act, Server, batches, completion, last, well};

/// Asks once, and then once more about the answer.
struct TwoRounds(usize);

impl Dialogue for TwoRounds {
    type Output = Result<String, Failure>;

    fn next(&self, answers: &[Answer]) -> Step<Self::Output> {
        match answers {
            [] => Step::Ask(vec![request(&format!("prompt {}", self.0))]),
            [Ok(reply)] => Step::Ask(vec![request(&format!("more of {}", reply.text))]),
            [Err(failure)] | [_, Err(failure), ..] => Step::Done(Err(failure.clone())),
            [_, Ok(reply), ..] => Step::Done(Ok(reply.text.clone())),
        }
    }
}

fn request(text: &str) -> Request {
    Request {
        model: "m".to_owned(),
        messages: vec![Message::new(Role::User, text)],
        temperature: Some(0.8),
        top_p: None,
        max_tokens: Some(100),
        seed: None,
        extra: Map::new(),
        nonce: 0,
        prompt: "test/1".to_owned(),
    }
}

fn model(url: &str) -> Model {
    Model {
        name: "m".to_owned(),
        remote: "m".to_owned(),
        base_url: url.to_owned(),
        key: None,
        extra_body: Map::new(),
        prices: Prices { input: "1".parse().unwrap(), output: "2".parse().unwrap() },
        ratio: 1.0,
        identity: "test".to_owned(),
    }
}

fn options() -> ClientOptions {
    let retries =
        Retries { base: Duration::from_millis(5), ceiling: Duration::from_millis(50), ..Retries::default() };
    ClientOptions { concurrency: 8, timeout: Duration::from_millis(500), retries, ..ClientOptions::default() }
}

type Rows = Vec<Result<String, Failure>>;

/// Plays so many dialogues with a store in this folder.
fn run(folder: &Path, model: Model, options: ClientOptions, count: usize) -> (Rows, Result<(), Halted>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let halt = Arc::new(Halt::default());
        let store = Arc::new(Store::open(&folder.join("store.db")).unwrap());
        let client = Client::open(vec![model], options, store, Arc::clone(&halt)).await.unwrap();
        let client = Arc::new(client);
        let mut rows = Vec::new();
        let end = drive((0..count).map(TwoRounds), &client, &halt, 64, |row| {
            rows.push(row.unwrap());
            Ok::<_, ()>(())
        });
        let end = match end.await {
            Ok(()) => Ok(()),
            Err(DriveError::Halted(halted)) => Err(halted),
            Err(DriveError::Sink(())) => unreachable!("the sink does not fail"),
        };
        client.close().await.unwrap();
        (rows, end)
    })
}

fn expected(count: usize) -> Rows {
    (0..count).map(|at| Ok(format!("<more of <prompt {at}>>"))).collect()
}

#[test]
fn every_fault_is_outlived_and_nothing_is_fetched_twice() {
    let faults = AtomicUsize::new(0);
    let server = Server::start(move |seen| {
        if seen.repeats > 0 {
            return well(&format!("<{}>", last(seen)));
        }
        let date = httpdate_in(1);
        match faults.fetch_add(1, Ordering::SeqCst) % 12 {
            0 => Act::Answer(
                429,
                vec![("retry-after", "0".to_owned())],
                "{\"error\":{\"code\":429}}".to_owned(),
            ),
            1 => Act::Answer(429, vec![("retry-after", date)], String::new()),
            2 => Act::Answer(429, Vec::new(), "slow down".to_owned()),
            3 => Act::Answer(500, Vec::new(), "<html>oops</html>".to_owned()),
            4 => Act::Reset,
            5 => Act::Break("{\"choices\": [".to_owned()),
            6 => Act::Answer(200, Vec::new(), "<html>a proxy</html>".to_owned()),
            7 => Act::Answer(200, Vec::new(), "{\"choices\": [{\"mess".to_owned()),
            8 => Act::Hang,
            _ => well(&format!("<{}>", last(seen))),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let (rows, end) = run(folder.path(), model(&server.url), options(), 40);
    assert_eq!((rows, end), (expected(40), Ok(())));
    let asked = server.count();
    assert!(asked > 80, "faults were met: {asked}");
    let (rows, end) = run(folder.path(), model(&server.url), options(), 40);
    assert_eq!((rows, end), (expected(40), Ok(())));
    assert_eq!(server.count(), asked, "what is in the store is not asked again");
    assert!(server.most_in_flight.load(Ordering::SeqCst) <= 8);
}

/// A date so many seconds from now, as HTTP writes it.
fn httpdate_in(seconds: u64) -> String {
    httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(seconds))
}

#[test]
fn refusals_are_kept_as_they_were_said() {
    let server = Server::start(|seen| match last(seen).as_str() {
        "prompt 1" => Act::Answer(400, Vec::new(), "<html>too long</html>".to_owned()),
        text => well(&format!("<{text}>")),
    });
    let folder = tempfile::tempdir().unwrap();
    let (rows, end) = run(folder.path(), model(&server.url), options(), 3);
    assert_eq!(end, Ok(()));
    assert_eq!(rows[1], Err(Failure::Refused { status: 400, body: "<html>too long</html>".to_owned() }));
    assert!(rows[0].is_ok() && rows[2].is_ok());
    assert_eq!(server.count(), 5, "what is refused is not asked again");
}

#[test]
fn a_run_without_hope_ends_and_goes_on_later() {
    let is_well = Arc::new(Mutex::new(false));
    let shared = Arc::clone(&is_well);
    let server = Server::start(move |seen| {
        if *shared.lock().unwrap() {
            return well(&format!("<{}>", last(seen)));
        }
        Act::Answer(401, Vec::new(), "wrong key".to_owned())
    });
    let folder = tempfile::tempdir().unwrap();
    let (_, end) = run(folder.path(), model(&server.url), options(), 1_000);
    let Err(Halted::Hopeless(message)) = end else { panic!("{end:?}") };
    assert!(
        message.contains("10 requests in a row") && message.ends_with("status 401: wrong key"),
        "{message}"
    );
    assert!(server.count() < 100, "{}", server.count());
    *is_well.lock().unwrap() = true;
    assert_eq!(run(folder.path(), model(&server.url), options(), 20), (expected(20), Ok(())));
}

#[test]
fn a_server_that_is_not_there_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let (rows, end) = run(folder.path(), model("http://127.0.0.1:9/v1"), options(), 100);
    let Err(Halted::Hopeless(message)) = end else { panic!("{end:?}") };
    assert!(message.contains("no connection") && message.contains("127.0.0.1:9"), "{message}");
    assert!(rows.len() < 100);
}

#[test]
fn a_budget_is_not_exceeded_by_the_servers_own_count() {
    for concurrency in [1, 7, 64] {
        let spent = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&spent);
        let server = Server::start(move |seen| {
            // A server that is hard to guess, counts what it does not deliver, and some that it refuses to count.
            let tokens = 20 + seen.bytes.len() as u64 % 80;
            count.fetch_add(30 + 2 * tokens, Ordering::SeqCst);
            let text = format!("<{}>", last(seen));
            match seen.bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>() % 10 {
                0 if seen.repeats == 0 => Act::Break(String::new()),
                1 => Act::Answer(200, Vec::new(), completion(&text, 30, tokens).replace("usage", "used")),
                _ => Act::Answer(200, Vec::new(), completion(&text, 30, tokens)),
            }
        });
        let folder = tempfile::tempdir().unwrap();
        // In the unit of the server's count: a token of a prompt.
        let limit = Money::from_trillionths(40_000 * 1_000_000);
        let options = ClientOptions { concurrency, budget: Some(limit), ..options() };
        let (rows, end) = run(folder.path(), model(&server.url), options, 2_000);
        assert_eq!(end, Ok(()));
        let answered = rows.iter().filter(|row| row.is_ok()).count();
        let spent = spent.load(Ordering::SeqCst);
        assert!(spent <= 40_000, "{spent} with {concurrency} in flight");
        assert!(answered > 50, "{answered} rows for {spent} with {concurrency} in flight");
        assert!(rows.contains(&Err(Failure::OverBudget)));
        let before = server.count();
        let (again, _) = run(folder.path(), model(&server.url), options, 2_000);
        assert!(again.iter().filter(|row| row.is_ok()).count() >= answered);
        assert!(server.count() <= before + 1, "another run with the same budget has nothing left");
    }
}

#[test]
fn the_same_request_is_asked_once_however_many_want_it() {
    struct Same;
    impl Dialogue for Same {
        type Output = usize;

        fn next(&self, answers: &[Answer]) -> Step<usize> {
            match answers {
                [] => Step::Ask(vec![request("a"), request("a"), Request { nonce: 1, ..request("a") }]),
                answers => Step::Done(answers.len()),
            }
        }
    }
    let server = Server::start(|_| {
        std::thread::sleep(Duration::from_millis(20));
        well("b")
    });
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let halt = Arc::new(Halt::default());
        let store = Arc::new(Store::open(&folder.path().join("store.db")).unwrap());
        assert!(
            Store::open(&folder.path().join("store.db")).is_err(),
            "a store is used by one run at a time"
        );
        let client =
            Client::open(vec![model(&server.url)], options(), store, Arc::clone(&halt)).await.unwrap();
        let client = Arc::new(client);
        let mut outputs = Vec::new();
        drive((0..20).map(|_| Same), &client, &halt, 64, |output| {
            outputs.push(output.unwrap());
            Ok::<_, ()>(())
        })
        .await
        .unwrap();
        assert_eq!(outputs, [3; 20]);
    });
    assert_eq!(server.count(), 2);
}

#[test]
fn a_key_is_in_one_header_and_nowhere_else() {
    const KEY: &str = "sk-q8ZpTn5vX2rY";
    let key = Key::new(KEY);
    let server = Server::start(|seen| {
        let echo = seen.authorization.clone().unwrap_or_default();
        match last(seen).as_str() {
            "prompt 1" => Act::Answer(400, Vec::new(), format!("not for {echo}")),
            "prompt 2" if seen.repeats == 0 => Act::Answer(500, Vec::new(), format!("oops {echo}")),
            text => well(&format!("<{text}> for {echo}")),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let model = Model { key: Some(key), ..model(&server.url) };
    assert!(!format!("{model:?}").contains(KEY));
    let (rows, end) = run(folder.path(), model, options(), 4);
    assert_eq!(end, Ok(()));
    assert!(!format!("{rows:?}").contains(KEY), "{rows:?}");
    let seen = server.journal.lock().unwrap();
    let headers: BTreeSet<_> = seen.iter().map(|seen| seen.authorization.clone()).collect();
    assert_eq!(headers, BTreeSet::from([Some(format!("Bearer {KEY}"))]));
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(KEY.len()).any(|window| window == KEY.as_bytes()));
    }
}

/// What is asked for decides what comes of it.
fn batch_row(line: &str) -> String {
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = line["body"]["messages"][0]["content"].as_str().unwrap();
    let id = &line["custom_id"];
    match text {
        "prompt 3" => {
            json!({"custom_id": id, "response": {"status_code": 400, "body": {"error": "too long"}}})
        }
        "prompt 4" => json!({"custom_id": id, "response": null, "error": {"code": "batch_expired"}}),
        text => {
            let body: serde_json::Value =
                serde_json::from_str(&completion(&format!("<{text}>"), 10, 5)).unwrap();
            json!({"custom_id": id, "response": {"status_code": 200, "body": body}, "error": null})
        }
    }
    .to_string()
}

#[test]
fn batches_end_in_the_same_rows_and_outlive_their_process() {
    let server = Server::start(batches(batch_row));
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let run = |patience: Option<Duration>| {
        runtime.block_on(async {
            let halt = Arc::new(Halt::default());
            let store = Arc::new(Store::open(&folder.path().join("store.db")).unwrap());
            let options = ClientOptions { budget: Some("5usd".parse().unwrap()), ..options() };
            let client =
                Client::open(vec![model(&server.url)], options, store, Arc::clone(&halt)).await.unwrap();
            let client = Arc::new(client);
            let settled = settle(&client, || (0..6).map(TwoRounds), Duration::from_millis(20), &|_| ());
            let settled = match patience {
                // The process ends while a batch is under way.
                Some(patience) => tokio::time::timeout(patience, settled).await.ok()?.unwrap(),
                None => settled.await.unwrap(),
            };
            let mut rows = Vec::new();
            let sink = |row: Result<_, _>| {
                rows.push(row.unwrap());
                Ok::<_, ()>(())
            };
            drive((0..6).map(TwoRounds), &Arc::new(settled), &halt, 64, sink).await.unwrap();
            let cost = client.figures().spent;
            Some((rows, cost))
        })
    };
    assert!(run(Some(Duration::from_millis(10))).is_none());
    let (rows, spent) = run(None).unwrap();
    let mut wanted = expected(6);
    wanted[3] = Err(Failure::Refused { status: 400, body: "{\"error\":\"too long\"}".to_owned() });
    wanted[4] = Err(Failure::GaveUp { attempts: 2, last: "{\"code\":\"batch_expired\"}".to_owned() });
    assert_eq!(rows, wanted);
    // Eight answers of ten tokens read and five written, at one and two dollars for a million.
    assert_eq!(spent, "0.00016usd".parse().unwrap());
    let handed_in = server.journal.lock().unwrap().iter().filter(|seen| seen.path == "/v1/files").count();
    assert!((2..=4).contains(&handed_in), "{handed_in}");
}

#[test]
fn an_interruption_keeps_what_is_in_flight() {
    let halt = Arc::new(Halt::default());
    let signal = Arc::clone(&halt);
    let seen = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        if seen.fetch_add(1, Ordering::SeqCst) == 30 {
            signal.give(Halted::Interrupted);
        }
        std::thread::sleep(Duration::from_millis(30));
        well(&format!("<{}>", last(request)))
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let patient = ClientOptions { timeout: Duration::from_mins(1), ..options() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Arc::new(Store::open(&path).unwrap());
        let client = Client::open(vec![model(&server.url)], patient, store, Arc::clone(&halt)).await.unwrap();
        let end = drive((0..500).map(TwoRounds), &Arc::new(client), &halt, 64, |_| Ok::<_, ()>(())).await;
        assert!(matches!(end, Err(DriveError::Halted(Halted::Interrupted))));
    });
    let asked = server.count();
    assert!(asked < 100, "{asked}");
    let (rows, end) = run(folder.path(), model(&server.url), patient, 50);
    assert_eq!((rows, end), (expected(50), Ok(())));
    let journal = server.journal.lock().unwrap();
    assert!(journal.iter().all(|seen| seen.repeats == 0), "all that was in flight had been kept");
}
