// SPDX-License-Identifier: Apache-2.0
//! Evaluation of rules over one input, within a time and a size.

use crate::bundle::{set_time_limit, Bundle};
use crate::problem::engine_message;
use serde_json::json;
use std::io::Write;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const INPUT_BYTES_MAX: usize = 16 << 20;
pub const RESULT_BYTES_MAX: usize = 8 << 20;

pub struct Failure {
    pub kind: &'static str,
    pub message: String,
}

impl Failure {
    fn new(kind: &'static str, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into() }
    }

    pub fn to_json(&self) -> String {
        json!({"error": {"kind": self.kind, "message": self.message}}).to_string()
    }
}

/// What several inputs have in common, read once. Immutable.
pub struct Document(regorus::Value);

impl Document {
    pub fn parse(json: &str) -> Option<Document> {
        if json.len() > INPUT_BYTES_MAX {
            return None;
        }
        regorus::Value::from_json_str(json).ok().map(Document)
    }
}

/// One thread's evaluator over a bundle.
pub struct Evaluator {
    bundle: Arc<Bundle>,
    engine: regorus::Engine,
}

/// Grows to a limit and then refuses, so that a huge answer is never built.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > RESULT_BYTES_MAX {
            return Err(std::io::Error::other("too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Evaluator {
    pub fn new(bundle: Arc<Bundle>) -> Evaluator {
        let engine = bundle.engine.clone();
        Evaluator { bundle, engine }
    }

    /// `{"results":{path: value}}` without the undefined ones. Whatever goes wrong fails the whole.
    pub fn evaluate(
        &mut self,
        input: &str,
        resource: Option<&Document>,
        rules: &str,
        limit: Duration,
    ) -> Result<String, Failure> {
        if input.len() > INPUT_BYTES_MAX {
            return Err(Failure::new("limit", "the input is larger than 16 MB"));
        }
        let rules: Vec<String> = serde_json::from_str(rules)
            .map_err(|_| Failure::new("request", "expected an array of rule paths"))?;
        let outcome = catch_unwind(AssertUnwindSafe(|| self.run(input, resource, &rules, limit)));
        outcome.unwrap_or_else(|_| {
            // What the engine left half done must not reach the next evaluation.
            self.engine = self.bundle.engine.clone();
            Err(Failure::new("panic", "the policy engine gave up on this evaluation"))
        })
    }

    fn run(
        &mut self,
        input: &str,
        resource: Option<&Document>,
        rules: &[String],
        limit: Duration,
    ) -> Result<String, Failure> {
        let refused =
            |error: anyhow::Error| Failure::new("input", engine_message(&error.to_string()));
        let mut input = regorus::Value::from_json_str(input).map_err(refused)?;
        if let Some(Document(resource)) = resource {
            input
                .as_object_mut()
                .map_err(refused)?
                .insert(regorus::Value::from("resource"), resource.clone());
        }
        self.engine.set_input(input);
        let answer = self.rules(rules, limit);
        // Neither the input nor what was derived from it stays.
        self.engine.set_input(regorus::Value::new_object());
        answer
    }

    fn rules(&mut self, rules: &[String], limit: Duration) -> Result<String, Failure> {
        let begin = Instant::now();
        let wanted: Vec<&String> =
            rules.iter().filter(|rule| self.bundle.rules.contains(*rule)).collect();
        if wanted.is_empty() {
            return Ok(r#"{"results":{}}"#.to_string());
        }
        // One query over all rules, so that what they share is evaluated once. A comprehension
        // holds the value of a rule that is defined, and nothing of one that is not.
        let terms: Vec<String> = wanted.iter().map(|rule| format!("[v | v := {rule}]")).collect();
        let query = format!("[\n{}\n]", terms.join(",\n"));
        set_time_limit(&mut self.engine, limit);
        let answer = self
            .engine
            .eval_query(query, false)
            .map_err(|error| failure_of(&wanted, &format!("{error:#}")))?;
        // The engine looks at the clock now and then; an answer that came late is none.
        if begin.elapsed() > limit {
            return Err(failure_of(&wanted, "execution exceeded time limit"));
        }
        let value = answer
            .result
            .first()
            .and_then(|result| result.expressions.first())
            .map(|expression| &expression.value);
        let values = value
            .and_then(|value| value.as_array().ok())
            .filter(|values| values.len() == wanted.len());
        let Some(values) = values else {
            return Err(Failure::new("result", "the engine gave no answer"));
        };
        results_of(&wanted, values.iter())
    }

    pub fn begin_coverage(&mut self) {
        self.engine.set_enable_coverage(true);
        self.engine.clear_coverage_data();
    }

    /// `{"files":[{"path","covered":[line],"not_covered":[line]}]}` since `begin_coverage`.
    pub fn coverage(&self) -> Result<String, Failure> {
        let report = self
            .engine
            .get_coverage_report()
            .map_err(|error| Failure::new("evaluation", engine_message(&error.to_string())))?;
        let files = report.files.iter().map(|file| {
            json!({"path": file.path, "covered": file.covered, "not_covered": file.not_covered})
        });
        Ok(json!({"files": files.collect::<Vec<_>>()}).to_string())
    }
}

fn results_of<'a>(
    rules: &[&String],
    values: impl Iterator<Item = &'a regorus::Value>,
) -> Result<String, Failure> {
    let mut out = Bounded(br#"{"results":{"#.to_vec());
    let mut separator: &[u8] = b"";
    for (rule, value) in rules.iter().zip(values) {
        let Some(value) = value.as_array().ok().and_then(|held| held.first()) else { continue };
        let written = out
            .write_all(separator)
            .and_then(|()| serde_json::to_writer(&mut out, rule).map_err(Into::into))
            .and_then(|()| out.write_all(b":"))
            .and_then(|()| serde_json::to_writer(&mut out, value).map_err(Into::into));
        if written.is_err() {
            return Err(Failure::new("limit", format!("`{rule}` gives more than 8 MB")));
        }
        separator = b",";
    }
    out.0.extend_from_slice(b"}}");
    String::from_utf8(out.0).map_err(|_| Failure::new("result", "the answer is no UTF-8"))
}

fn failure_of(rules: &[&String], report: &str) -> Failure {
    let rule = rules.iter().map(|rule| rule.as_str()).collect::<Vec<_>>().join("`, `");
    let kind = if report.contains("exceeded time limit") {
        return Failure::new("timeout", format!("`{rule}` took too long"));
    } else if report.contains("multiple outputs") || report.contains("conflicts with rule") {
        "conflict"
    } else if report.contains("exceeded memory limit") || report.contains("exceeded size limit") {
        "limit"
    } else {
        "evaluation"
    };
    Failure::new(kind, format!("`{rule}`: {}", engine_message(report)))
}
