//! Changes to rows of the tables.

use rusqlite::{Connection, params};

use super::super::Change;
use super::super::records::{AttemptRecord, BatchState, ReplyRecord, RequestRecord};
use crate::money::Money;

/// Makes a change.
pub(super) fn make(connection: &Connection, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::BeginRun { run, version, at } => connection
            .prepare_cached("INSERT INTO runs (run, version, began) VALUES (?1, ?2, ?3)")?
            .execute(params![run, version, at])
            .map(drop),
        Change::EndRun { run, at } => connection
            .prepare_cached("UPDATE runs SET ended = ?2 WHERE run = ?1")?
            .execute(params![run, at])
            .map(drop),
        Change::BeginAttempt(attempt) | Change::EndAttempt(attempt) => put_attempt(connection, attempt),
        Change::BatchReply(parts) => {
            let (attempt, reply) = &**parts;
            put_attempt(connection, attempt)?;
            put_reply(connection, reply)
        }
        Change::Reply(parts) => {
            let (request, attempt, reply) = &**parts;
            put_request(connection, request)?;
            put_attempt(connection, attempt)?;
            put_reply(connection, reply)
        }
        Change::Batch(batch) => connection
            .prepare_cached(
                "INSERT OR REPLACE INTO batches (digest, model, file, batch, done, at, requests, at_risk)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                batch.digest,
                batch.model,
                batch.file,
                batch.batch,
                batch.state == BatchState::Done,
                batch.at,
                batch.requests,
                signed(batch.at_risk),
            ])
            .map(drop),
        Change::BatchItems(requests) => {
            requests.iter().try_for_each(|request| put_request(connection, request))
        }
    }
}

fn put_request(connection: &Connection, request: &RequestRecord) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO requests (address, model, server, prompt, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            request.address.as_bytes(),
            request.model,
            request.server,
            request.prompt,
            request.body
        ])
        .map(drop)
}

fn put_attempt(connection: &Connection, attempt: &AttemptRecord) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO attempts (id, run, address, model, at, took, outcome, status, said, at_risk)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            attempt.id,
            attempt.run,
            attempt.address.as_bytes(),
            attempt.model,
            attempt.at,
            attempt.took,
            attempt.outcome.as_str(),
            attempt.status,
            attempt.said,
            signed(attempt.at_risk),
        ])
        .map(drop)
}

/// The first reply stays: it is the one that rows were made of.
fn put_reply(connection: &Connection, reply: &ReplyRecord) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO replies
            (address, run, at, model, raw, prompt_tokens, completion_tokens, cost, latency, attempts)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            reply.address.as_bytes(),
            reply.run,
            reply.at,
            reply.model,
            reply.raw,
            signed_tokens(reply.usage.prompt_tokens),
            signed_tokens(reply.usage.completion_tokens),
            signed(reply.cost),
            reply.latency,
            reply.attempts,
        ])
        .map(drop)
}

/// SQLite's numbers have a sign.
fn signed(money: Money) -> i64 {
    i64::try_from(money.trillionths()).unwrap_or(i64::MAX)
}

fn signed_tokens(tokens: u64) -> i64 {
    i64::try_from(tokens).unwrap_or(i64::MAX)
}
