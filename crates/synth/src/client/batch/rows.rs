//! Rows of what a batch came to: replies, and requests that came back without one.

use std::time::SystemTime;

use futures_util::future::try_join_all;
use serde_json::Value;

use super::super::server::Server;
use super::super::transport::Envelope;
use super::super::verdict::{Verdict, is_success, reply};
use super::super::{Client, now};
use super::Books;
use crate::address::Address;
use crate::dialogue::{Failure, Reply};
use crate::halt::Halted;
use crate::money::Money;
use crate::store::{AttemptRecord, Change, Outcome, ReplyRecord};

/// How often a request is handed in that comes back without an answer.
const MOST_TRIES: u32 = 2;

/// What a batch came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Came {
    pub(super) replies: u64,
    pub(super) failures: u64,
    pub(super) cost: Money,
}

impl Client {
    /// Keeps the rows of a file, all at once, so that few transactions take them.
    pub(super) async fn keep_rows(
        &self,
        server: &Server,
        file: &str,
        books: &mut Books,
        came: &mut Came,
    ) -> Result<(), Halted> {
        let changes: Vec<Change> =
            file.lines().filter_map(|line| self.read_row(server, line, books, came)).collect();
        try_join_all(changes.into_iter().map(|change| self.keep(change))).await.map(drop)
    }

    /// Reads a row, unless it is about no request of ours.
    fn read_row(&self, server: &Server, line: &str, books: &mut Books, came: &mut Came) -> Option<Change> {
        let row: Value = serde_json::from_str(line).ok()?;
        let address: Address = row.get("custom_id")?.as_str()?.parse().ok()?;
        let status = row.pointer("/response/status_code").and_then(Value::as_u64).unwrap_or(200) as u16;
        let body = row.pointer("/response/body").filter(|body| !body.is_null());
        let said = body.or(row.get("error")).map(ToString::to_string).unwrap_or_default();
        let mut attempt = AttemptRecord {
            outcome: Outcome::Replied,
            status: Some(status),
            ..self.attempt(server, address)
        };
        if let (true, Ok(Reply { usage, model, .. })) = (is_success(status), reply(&said)) {
            let cost = server.model.prices.cost(usage);
            let reply = ReplyRecord {
                address,
                run: self.run,
                at: now(),
                model,
                raw: said,
                usage,
                cost,
                latency: 0,
                attempts: 1,
            };
            self.figures.replied(&usage);
            came.replies += 1;
            came.cost = came.cost.plus(cost);
            return Some(Change::BatchReply(Box::new((attempt, reply))));
        }
        came.failures += 1;
        let tries = books.tries.entry(address).or_default();
        *tries += 1;
        let envelope = Envelope { status, retry_after: None, retry_after_ms: None, body: said.clone() };
        let is_final = matches!(Verdict::on(Ok(envelope), SystemTime::now()), Verdict::Refused { .. });
        if is_final {
            self.figures.refused();
            books.failures.insert(address, Failure::Refused { status, body: said.clone() });
        } else {
            self.figures.failed();
            if *tries >= MOST_TRIES {
                books.failures.insert(address, Failure::GaveUp { attempts: *tries, last: said.clone() });
            }
        }
        attempt.outcome = if is_final { Outcome::Refused } else { Outcome::Failed };
        attempt.said = said;
        Some(Change::EndAttempt(attempt))
    }
}
