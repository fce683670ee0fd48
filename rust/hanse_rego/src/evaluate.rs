// SPDX-License-Identifier: Apache-2.0
//! Evaluation of rules over one input, within a time and a size.

use crate::bundle::{set_time_limit, together, Bundle, Prepared};
use crate::partial::Known;
use crate::problem::engine_message;
use serde_json::json;
use std::io::Write;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub const INPUT_BYTES_MAX: usize = 16 << 20;
pub const RESULT_BYTES_MAX: usize = 8 << 20;
/// Of what is known of one asker and table, as JSON.
pub const KNOWN_BYTES_MAX: usize = 1 << 20;

pub struct Failure {
    pub kind: &'static str,
    pub message: String,
}

impl Failure {
    pub fn new(kind: &'static str, message: impl Into<String>) -> Failure {
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
    /// That of the second step (partial.rs), once it was asked for.
    second: Option<Prepared>,
    recording: bool,
}

/// Which of an evaluator's engines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Whole,
    Second,
}

/// Grows to a limit and then refuses, so that a huge answer is never built.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Bounded {
    fn to(most: usize) -> Bounded {
        Bounded { bytes: Vec::new(), most }
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(std::io::Error::other("too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Evaluator {
    pub fn new(bundle: Arc<Bundle>) -> Evaluator {
        let prepared = prepared_of(&bundle).clone();
        Evaluator { bundle, prepared, second: None, recording: false }
    }

    pub fn bundle(&self) -> Arc<Bundle> {
        self.bundle.clone()
    }

    /// `{"results":{path: value}}` without the undefined ones. Whatever goes wrong fails the whole.
    pub fn evaluate(
        &mut self,
        input: &str,
        resource: Option<&Document>,
        rules: &str,
        limit: Duration,
    ) -> Result<String, Failure> {
        let rules = paths_of(rules)?;
        self.guarded(|evaluator| {
            let input = input_of(input, resource)?;
            let wanted = evaluator.existing(&rules);
            if wanted.is_empty() {
                return Ok(r#"{"results":{}}"#.to_string());
            }
            let answer = evaluator.run(Step::Whole, input, &wanted, limit)?;
            results_of(&wanted, &values_of(&answer))
        })
    }

    /// The same of the input that `known` is of, with the members of `own` in it. Of another
    /// bundle's rules and of rules that are not among its roots it would say nothing true: it fails.
    pub fn evaluate_known(
        &mut self,
        own: &str,
        known: &Known,
        rules: &str,
        limit: Duration,
    ) -> Result<String, Failure> {
        let rules = paths_of(rules)?;
        self.guarded(|evaluator| {
            let wanted = evaluator.existing(&rules);
            if wanted.iter().any(|rule| !known.roots.contains(rule)) {
                return Err(Failure::new("request", "nothing is known about that rule"));
            }
            if evaluator.second.is_none() && !evaluator.take_second() {
                return Err(Failure::new("request", "the rules cannot be evaluated in two steps"));
            }
            let input = known.input_with(input_of(own, None)?).map_err(refused)?;
            let open: Vec<String> =
                wanted.iter().filter(|rule| !known.settled.contains_key(*rule)).cloned().collect();
            let answer = match open.is_empty() {
                true => regorus::Value::new_array(),
                false => evaluator.run(Step::Second, input, &open, limit)?,
            };
            let mut answers = values_of(&answer).into_iter();
            let of = |rule: &String| match known.settled.get(rule) {
                Some(value) => value.as_ref(),
                None => answers.next().flatten(),
            };
            let values: Vec<_> = wanted.iter().map(of).collect();
            results_of(&wanted, &values)
        })
    }

    /// What is known for all questions about `roots`, from an input without what they vary in.
    pub fn know(
        &mut self,
        input: &str,
        resource: Option<&Document>,
        roots: &str,
        limit: Duration,
    ) -> Result<Option<Known>, Failure> {
        let roots = paths_of(roots)?;
        self.guarded(|evaluator| {
            let input = input_of(input, resource)?;
            let bundle = evaluator.bundle.clone();
            let Some(partial) = &bundle.partial else { return Ok(None) };
            let roots = evaluator.existing(&roots);
            let needed = partial.needed(&roots);
            if needed.is_empty() {
                return Ok(None);
            }
            let answer = evaluator.run(Step::Whole, input.clone(), &needed, limit)?;
            // It is kept, for many askers and tables.
            let mut size = Bounded::to(KNOWN_BYTES_MAX);
            if serde_json::to_writer(&mut size, &answer).is_err() {
                return Ok(None);
            }
            let found = needed.into_iter().zip(values_of(&answer)).map(|(p, v)| (p, v.cloned()));
            Known::of(input, roots, found.collect()).map(Some).map_err(refused)
        })
    }

    /// Nothing unwinds out of it, and what the engine left half done reaches no other evaluation.
    fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut Evaluator) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(self)));
        outcome.unwrap_or_else(|_| {
            self.prepared = prepared_of(&self.bundle).clone();
            self.second = None;
            Err(Failure::new("panic", "the policy engine gave up on this evaluation"))
        })
    }

    fn existing(&self, rules: &[String]) -> Vec<String> {
        rules.iter().filter(|rule| self.bundle.rules.contains(*rule)).cloned().collect()
    }

    #[cfg(test)]
    pub fn has_second(&self) -> bool {
        self.second.is_some()
    }

    fn take_second(&mut self) -> bool {
        let partial = self.bundle.partial.as_ref();
        self.second = partial.and_then(|partial| partial.with_prepared(|second| second.clone()));
        self.second.is_some()
    }

    /// For each rule an array of its value, empty when it is undefined.
    fn run(
        &mut self,
        step: Step,
        input: regorus::Value,
        wanted: &[String],
        limit: Duration,
    ) -> Result<regorus::Value, Failure> {
        let question = self.question(step, wanted);
        let engine = match (step, &mut self.second) {
            (Step::Second, Some(second)) => &mut second.engine,
            _ => &mut self.prepared.engine,
        };
        engine.set_input(input);
        let answer = ask(engine, wanted, question, limit);
        // Neither the input nor what was derived from it stays.
        engine.set_input(regorus::Value::new_object());
        answer
    }

    /// The rule that asks for all of `rules`; another evaluator may have prepared it.
    fn question(&mut self, step: Step, rules: &[String]) -> Option<String> {
        let own = match (step, &mut self.second) {
            (Step::Second, Some(second)) => second,
            _ => &mut self.prepared,
        };
        if let Some(path) = own.questions.get(rules) {
            return Some(path.clone());
        }
        if self.recording {
            return None;
        }
        let mut prepare = |shared: &mut Prepared| {
            let path = shared.question(rules)?;
            *own = shared.clone();
            Some(path)
        };
        match (step, &self.bundle.partial) {
            (Step::Second, Some(partial)) => partial.with_prepared(prepare).flatten(),
            _ => prepare(&mut prepared_of(&self.bundle)),
        }
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

fn refused(error: anyhow::Error) -> Failure {
    Failure::new("input", engine_message(&error.to_string()))
}

fn paths_of(rules: &str) -> Result<Vec<String>, Failure> {
    serde_json::from_str(rules)
        .map_err(|_| Failure::new("request", "expected an array of rule paths"))
}

fn input_of(input: &str, resource: Option<&Document>) -> Result<regorus::Value, Failure> {
    if input.len() > INPUT_BYTES_MAX {
        return Err(Failure::new("limit", "the input is larger than 16 MB"));
    }
    let mut input = regorus::Value::from_json_str(input).map_err(refused)?;
    if let Some(Document(resource)) = resource {
        let member = regorus::Value::from("resource");
        input.as_object_mut().map_err(refused)?.insert(member, resource.clone());
    }
    Ok(input)
}

fn ask(
    engine: &mut regorus::Engine,
    wanted: &[String],
    question: Option<String>,
    limit: Duration,
) -> Result<regorus::Value, Failure> {
    let begin = Instant::now();
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
    match answer.as_array() {
        Ok(values) if values.len() == wanted.len() => Ok(answer),
        _ => Err(Failure::new("result", "the engine gave no answer")),
    }
}

fn first_value(answer: regorus::QueryResults) -> regorus::Value {
    let result = answer.result.into_iter().next();
    let expression = result.and_then(|result| result.expressions.into_iter().next());
    expression.map_or(regorus::Value::Undefined, |expression| expression.value)
}

/// The value of each rule that was asked for; none of an undefined one.
fn values_of(answer: &regorus::Value) -> Vec<Option<&regorus::Value>> {
    let held = answer.as_array().map(|held| held.iter()).into_iter().flatten();
    held.map(|value| value.as_array().ok().and_then(|held| held.first())).collect()
}

fn results_of(
    rules: &[String],
    values: &[Option<&regorus::Value>],
) -> Result<String, Failure> {
    let mut out = Bounded::to(RESULT_BYTES_MAX);
    out.bytes.extend_from_slice(br#"{"results":{"#);
    let mut separator: &[u8] = b"";
    for (rule, value) in rules.iter().zip(values) {
        let Some(value) = value else { continue };
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
    out.bytes.extend_from_slice(b"}}");
    String::from_utf8(out.bytes).map_err(|_| Failure::new("result", "the answer is no UTF-8"))
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
