//! What a report tells of a store.

use super::super::StoreError;
use super::super::records::{FailureCount, ModelFigures, RunFigures};
use super::{Database, money};
use crate::dialogue::Usage;

impl Database {
    /// The figures of every model and prompt.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn models(&self) -> Result<Vec<ModelFigures>, StoreError> {
        let sql = "WITH ranked AS (
                SELECT requests.model AS model, prompt, prompt_tokens, completion_tokens, cost, latency, attempts,
                    ROW_NUMBER() OVER (PARTITION BY requests.model, prompt ORDER BY latency) AS rank,
                    COUNT(*) OVER (PARTITION BY requests.model, prompt) AS count
                FROM replies JOIN requests USING (address)
            )
            SELECT model, prompt, count, SUM(prompt_tokens), SUM(completion_tokens), SUM(cost),
                MAX(CASE WHEN rank = (count + 1) / 2 THEN latency END),
                MAX(CASE WHEN rank = (count * 95 + 99) / 100 THEN latency END), SUM(attempts)
            FROM ranked GROUP BY model, prompt ORDER BY model, prompt";
        self.all(sql, |row| {
            Ok(ModelFigures {
                model: row.get(0)?,
                prompt: row.get(1)?,
                replies: row.get(2)?,
                usage: Usage { prompt_tokens: row.get(3)?, completion_tokens: row.get(4)? },
                cost: money(row, 5)?,
                latency: (row.get(6)?, row.get(7)?),
                attempts: row.get(8)?,
            })
        })
    }

    /// Under which names models answered that were asked under others: the model, the name, how often.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn other_names(&self) -> Result<Vec<(String, String, u64)>, StoreError> {
        let sql = "SELECT requests.model, replies.model, COUNT(*) FROM replies JOIN requests USING (address)
            WHERE replies.model NOT IN ('', requests.model) GROUP BY 1, 2 ORDER BY 1, 2";
        self.all(sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// How often attempts failed, in which way.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn failures(&self) -> Result<Vec<FailureCount>, StoreError> {
        // With one MAX, SQLite takes the other columns from the row that has it.
        let sql =
            "SELECT model, outcome, status, COUNT(*), said, MAX(id) FROM attempts WHERE outcome != 'replied'
            GROUP BY model, outcome, status ORDER BY model, COUNT(*) DESC, outcome, status";
        self.all(sql, |row| {
            Ok(FailureCount {
                model: row.get(0)?,
                outcome: row.get(1)?,
                status: row.get(2)?,
                count: row.get(3)?,
                said: row.get(4)?,
            })
        })
    }

    /// The runs that fetched anything, oldest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn runs(&self) -> Result<Vec<RunFigures>, StoreError> {
        let sql = "SELECT began, MAX(COALESCE(ended, 0), MAX(at)), COUNT(*), SUM(completion_tokens)
            FROM runs JOIN replies USING (run) GROUP BY run ORDER BY run";
        self.all(sql, |row| {
            Ok(RunFigures {
                from: row.get(0)?,
                to: row.get(1)?,
                replies: row.get(2)?,
                completion_tokens: row.get(3)?,
            })
        })
    }
}
