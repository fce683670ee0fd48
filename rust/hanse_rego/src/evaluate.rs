// SPDX-License-Identifier: Apache-2.0
//! Evaluation of rules over one input, within a time and a size.

use crate::bundle::{set_time_limit, together, Bundle, Prepared};
use crate::problem::engine_message;
use serde_json::json;
use std::io::Write;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, MutexGuard, PoisonError};
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
    prepared: Prepared,
    recording: bool,
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
        let prepared = prepared_of(&bundle).clone();
        Evaluator { bundle, prepared, recording: false }
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
            self.prepared = prepared_of(&self.bundle).clone();
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
        let wanted: Vec<String> =
            rules.iter().filter(|rule| self.bundle.rules.contains(*rule)).cloned().collect();
        if wanted.is_empty() {
            return Ok(r#"{"results":{}}"#.to_string());
        }
        let question = self.question(&wanted);
        self.prepared.engine.set_input(input);
        let answer = self.ask(&wanted, question, limit);
        // Neither the input nor what was derived from it stays.
        self.prepared.engine.set_input(regorus::Value::new_object());
        answer
    }

    /// The rule that asks for all of `rules`; another evaluator may have prepared it.
    fn question(&mut self, rules: &[String]) -> Option<String> {
        if let Some(path) = self.prepared.questions.get(rules) {
            return Some(path.clone());
        }
        if self.recording {
            return None;
        }
        let mut prepared = prepared_of(&self.bundle);
        let path = prepared.question(rules)?;
        self.prepared = prepared.clone();
        Some(path)
    }

    fn ask(
        &mut self,
        wanted: &[String],
        question: Option<String>,
        limit: Duration,
    ) -> Result<String, Failure> {
        let begin = Instant::now();
        let engine = &mut self.prepared.engine;
        set_time_limit(engine, limit);
        let answer = match question {
            Some(path) => engine.eval_rule(path),
            None => engine.eval_query(together(wanted), false).map(first_value),
        }
        .map_err(|error| failure_of(wanted, &format!("{error:#}")))?;
        // The engine looks at the clock now and then; an answer that came late is none.
        if begin.elapsed() > limit {
            return Err(failure_of(wanted, "execution exceeded time limit"));
        }
        let values = answer.as_array().ok().filter(|values| values.len() == wanted.len());
        let Some(values) = values else {
            return Err(Failure::new("result", "the engine gave no answer"));
        };
        results_of(wanted, values.iter())
    }

    pub fn begin_coverage(&mut self) {
        self.recording = true;
        self.prepared.engine.set_enable_coverage(true);
        self.prepared.engine.clear_coverage_data();
    }

    /// `{"files":[{"path","covered":[line],"not_covered":[line]}]}` since `begin_coverage`.
    pub fn coverage(&self) -> Result<String, Failure> {
        let report = self
            .prepared
            .engine
            .get_coverage_report()
            .map_err(|error| Failure::new("evaluation", engine_message(&error.to_string())))?;
        let of_policies = report.files.iter().filter(|file| file.path.ends_with(".rego"));
        let files = of_policies.map(|file| {
            json!({"path": file.path, "covered": file.covered, "not_covered": file.not_covered})
        });
        Ok(json!({"files": files.collect::<Vec<_>>()}).to_string())
    }
}

fn prepared_of(bundle: &Bundle) -> MutexGuard<'_, Prepared> {
    bundle.prepared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn first_value(answer: regorus::QueryResults) -> regorus::Value {
    let result = answer.result.into_iter().next();
    let expression = result.and_then(|result| result.expressions.into_iter().next());
    expression.map_or(regorus::Value::Undefined, |expression| expression.value)
}

fn results_of<'a>(
    rules: &[String],
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

fn failure_of(rules: &[String], report: &str) -> Failure {
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
