// SPDX-License-Identifier: Apache-2.0
//! A bundle: the policies of one scope, guarded, compiled and ready to be cloned per thread.

use crate::analysis::{self, Analysis, RuleInfo, RuleKind};
use crate::functions;
use crate::guard;
use crate::partial::Partial;
use crate::problem::Problem;
use regorus::utils::limits::ExecutionTimerConfig;
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Units of work between two looks at the clock.
const CHECK_INTERVAL: u32 = 16;
/// All rules are tried once on an empty input when a bundle is made.
const PROBE_TOTAL: Duration = Duration::from_millis(500);
const PROBE_ONE: Duration = Duration::from_millis(50);
/// What loading may need of stack: the parser and the analysis recurse within the guard's limits.
const LOAD_STACK_BYTES: usize = 64 << 20;

pub struct Bundle {
    pub prepared: Mutex<Prepared>,
    pub rules: BTreeSet<String>,
    pub partial: Option<Partial>,
}

/// An engine to clone, and which rules were asked together of it: each such question is a rule of
/// its own, so that what its rules share is evaluated once and no text is parsed to ask it again.
#[derive(Clone)]
pub struct Prepared {
    pub engine: regorus::Engine,
    pub questions: BTreeMap<Vec<String>, String>,
}

/// The gate asks a handful; whoever asks more is answered by a query, which is parsed each time.
const QUESTIONS_MAX: usize = 32;

impl Prepared {
    /// The path of the rule that asks for `rules`, each in an array that is empty when the rule is
    /// undefined.
    pub fn question(&mut self, rules: &[String]) -> Option<String> {
        if let Some(path) = self.questions.get(rules) {
            return Some(path.clone());
        }
        if self.questions.len() >= QUESTIONS_MAX {
            return None;
        }
        let name = format!("hanse_question_{}", self.questions.len());
        let text = format!("package {name}\n\nanswer := {}\n", together(rules));
        let mut engine = self.engine.clone();
        let added = catch_unwind(AssertUnwindSafe(|| {
            engine.add_policy(name.clone(), text)?;
            engine.set_input(regorus::Value::new_object());
            engine.eval_query("true".to_string(), false)
        }));
        if !matches!(added, Ok(Ok(_))) {
            return None;
        }
        self.engine = engine;
        let path = format!("data.{name}.answer");
        self.questions.insert(rules.to_vec(), path.clone());
        Some(path)
    }
}

/// A comprehension holds the value of a rule that is defined, and nothing of one that is not.
pub fn together(rules: &[String]) -> String {
    let terms: Vec<String> = rules.iter().map(|rule| format!("[v | v := {rule}]")).collect();
    format!("[\n{}\n]", terms.join(",\n"))
}

pub struct Loaded {
    pub bundle: Bundle,
    pub report: Value,
}

struct ModuleText {
    path: String,
    text: String,
}

/// Makes a bundle of `{"modules":[{"path","text"}],"data":{…}}`. All problems at once.
pub fn load(request: &Value) -> Result<Loaded, Vec<Problem>> {
    let outcome = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(LOAD_STACK_BYTES);
        match thread.spawn_scoped(scope, || load_here(request)) {
            Ok(handle) => handle.join().map_err(|_| "the policy engine gave up on these policies"),
            Err(_) => Err("the policies cannot be read: no thread can be started"),
        }
    });
    outcome.unwrap_or_else(|message| Err(vec![Problem::at_start("panic", "", message.to_string())]))
}

pub fn set_time_limit(engine: &mut regorus::Engine, limit: Duration) {
    engine.set_execution_timer_config(ExecutionTimerConfig {
        limit: limit.max(Duration::from_micros(1)),
        check_interval: NonZeroU32::new(CHECK_INTERVAL).expect("not zero"),
    });
}

fn texts_of(request: &Value) -> Result<Vec<ModuleText>, Vec<Problem>> {
    let mut out = Vec::new();
    let mut bytes = 0;
    for module in request["modules"].as_array().into_iter().flatten() {
        let (Some(path), Some(text)) = (module["path"].as_str(), module["text"].as_str()) else {
            let what = "expected modules with `path` and `text`".to_string();
            return Err(vec![Problem::at_start("request", "", what)]);
        };
        bytes += text.len();
        out.push(ModuleText { path: path.to_string(), text: text.to_string() });
    }
    if bytes > guard::BUNDLE_BYTES_MAX || out.len() > guard::FILES_MAX {
        let what = format!(
            "{} policies of {bytes} bytes in all, expected at most {} of {} bytes",
            out.len(),
            guard::FILES_MAX,
            guard::BUNDLE_BYTES_MAX
        );
        return Err(vec![Problem::at_start("size", "", what)]);
    }
    Ok(out)
}

fn load_here(request: &Value) -> Result<Loaded, Vec<Problem>> {
    let texts = texts_of(request)?;
    let by_path: BTreeMap<&str, &str> =
        texts.iter().map(|module| (module.path.as_str(), module.text.as_str())).collect();
    let text_of = |path: &str| by_path.get(path).map(|text| text.to_string());
    let mut engine = regorus::Engine::new();
    functions::install(&mut engine)
        .map_err(|message| vec![Problem::at_start("panic", "", message)])?;
    let mut problems = Vec::new();
    for module in &texts {
        if let Err(problem) = guard::check(&module.path, &module.text) {
            problems.push(problem);
            continue;
        }
        let (path, text) = (module.path.clone(), module.text.clone());
        match catch_unwind(AssertUnwindSafe(|| engine.add_policy(path, text))) {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                let report = format!("{error:#}");
                problems.push(Problem::from_engine("parse", &module.path, &report, &text_of));
            }
            Err(_) => {
                let what = "the parser gave up on this policy".to_string();
                problems.push(Problem::at_start("panic", &module.path, what));
            }
        }
    }
    let (data, tables) = add_data(&mut engine, &request["data"], &mut problems);
    let modules = engine.get_modules().clone();
    let mut analysis = analysis::analyse(&modules, &tables);
    if !problems.is_empty() {
        // Names may stand in the files that could not be read.
        analysis.problems.retain(|problem| !problem.kind.starts_with("unknown_"));
    }
    problems.append(&mut analysis.problems);
    if problems.is_empty() {
        compile(&mut engine, &analysis, &text_of, &mut problems);
    }
    if !problems.is_empty() {
        problems.sort_by(|a, b| (&a.path, a.offset).cmp(&(&b.path, b.offset)));
        return Err(problems);
    }
    let report = report_of(&analysis, &by_path);
    let partial = Partial::of(&modules, &analysis, data);
    let rules = analysis.rules.into_keys().collect();
    let prepared = Mutex::new(Prepared { engine, questions: BTreeMap::new() });
    Ok(Loaded { bundle: Bundle { prepared, rules, partial }, report })
}

/// The document below `data` and the names of its tables.
fn add_data(
    engine: &mut regorus::Engine,
    data: &Value,
    problems: &mut Vec<Problem>,
) -> (regorus::Value, BTreeSet<String>) {
    let Some(members) = data.as_object() else {
        return (regorus::Value::new_object(), BTreeSet::new());
    };
    let mut document = regorus::Value::new_object();
    let added = regorus::Value::from_json_str(&data.to_string()).and_then(|read| {
        document = read.clone();
        engine.add_data(read)
    });
    if let Err(error) = added {
        problems.push(Problem::at_start(
            "data",
            "",
            crate::problem::engine_message(&error.to_string()),
        ));
    }
    (document, members.keys().cloned().collect())
}

/// Schedules all rules, which finds variables that nothing binds, and tries each rule once, which
/// finds what only shows in evaluation.
fn compile(
    engine: &mut regorus::Engine,
    analysis: &Analysis,
    text_of: &dyn Fn(&str) -> Option<String>,
    problems: &mut Vec<Problem>,
) {
    engine.set_input(regorus::Value::new_object());
    match catch_unwind(AssertUnwindSafe(|| engine.eval_query("true".to_string(), false))) {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => {
            let problem = Problem::from_engine("compile", "", &format!("{error:#}"), text_of);
            problems.push(if problem.message.contains("used before definition") {
                problem.help("a variable may not have its rule's name")
            } else {
                problem
            });
            return;
        }
        Err(_) => {
            let what = "the engine gave up on these policies".to_string();
            problems.push(Problem::at_start("panic", "", what));
            return;
        }
    }
    let mut probe = engine.clone();
    let begin = Instant::now();
    set_time_limit(&mut probe, PROBE_ONE);
    for rule in analysis.rules.values().filter(|rule| rule.kind != RuleKind::Function) {
        if begin.elapsed() > PROBE_TOTAL {
            return;
        }
        match catch_unwind(AssertUnwindSafe(|| probe.eval_rule(rule.path.clone()))) {
            Ok(Err(error)) => {
                let report = format!("{error:#}");
                if is_lasting(&report) {
                    problems.push(Problem::from_engine("compile", &rule.file, &report, text_of));
                }
            }
            Ok(Ok(_)) => {}
            Err(_) => {
                let what = format!("`{}` cannot be evaluated", rule.path);
                problems.push(Problem::at_start("panic", &rule.file, what));
                return;
            }
        }
    }
}

/// True for what fails on every input; a conflict or a time-out may be the empty input's.
fn is_lasting(report: &str) -> bool {
    [
        "could not find function",
        "undefined rule",
        "mismatch in number of arguments",
        "unsafe",
        "internal error",
        "not found for",
        "not a valid rule path",
    ]
    .iter()
    .any(|text| report.contains(text))
}

fn report_of(analysis: &Analysis, texts: &BTreeMap<&str, &str>) -> Value {
    let rules: Vec<Value> = analysis.rules.values().map(|rule| rule_json(rule, texts)).collect();
    let modules: Vec<Value> = analysis
        .modules
        .iter()
        .map(|module| {
            let metadata = metadata_above(texts.get(module.file.as_str()), module.line);
            json!({"path": module.file, "package": module.package, "line": module.line,
                   "column": module.column, "offset": module.offset, "length": module.length,
                   "metadata": metadata})
        })
        .collect();
    json!({"modules": modules, "rules": rules})
}

fn rule_json(rule: &RuleInfo, texts: &BTreeMap<&str, &str>) -> Value {
    let kind = match rule.kind {
        RuleKind::Value => "value",
        RuleKind::Set => "set",
        RuleKind::Function => "function",
    };
    json!({"path": rule.path, "package": rule.package, "kind": kind, "file": rule.file,
           "line": rule.line, "column": rule.column, "inputs": rule.inputs,
           "metadata": metadata_above(texts.get(rule.file.as_str()), rule.line)})
}

const METADATA_LINES_MAX: usize = 200;

/// The `# METADATA` block that ends on the line above, as a document; null when there is none or it
/// is no YAML mapping.
fn metadata_above(text: Option<&&str>, line: u32) -> Value {
    let Some(text) = text else { return Value::Null };
    let above: Vec<&str> = text.lines().take(line.saturating_sub(1) as usize).collect();
    let comments: Vec<&str> = above
        .iter()
        .rev()
        .take_while(|line| line.starts_with('#'))
        .take(METADATA_LINES_MAX)
        .copied()
        .collect();
    let Some(start) = comments.iter().position(|line| line.trim_end() == "# METADATA") else {
        return Value::Null;
    };
    let lines = comments[..start].iter().rev().map(|line| line.strip_prefix("# ").unwrap_or(""));
    let yaml = lines.collect::<Vec<_>>().join("\n");
    let parsed = regorus::Value::from_yaml_str(&yaml);
    parsed
        .ok()
        .and_then(|value| serde_json::to_value(&value).ok())
        .filter(Value::is_object)
        .unwrap_or(Value::Null)
}
