// SPDX-License-Identifier: Apache-2.0
//! Partial evaluation: rules that read nothing of what one question asks (analysis::VARYING) say the
//! same for every question of one asker about one table. They are evaluated once, and the rules that
//! do read it are then evaluated with those answers in their place.
//!
//! The second step has an engine of its own, over the same texts in which each stable rule says
//! `name := input.hanse_known["data.….name"]`, and others say that instead of its name. What a stable
//! rule gives, it gives there: a value, or nothing when it is undefined. When a stable rule fails,
//! nothing is known, and every question is evaluated as a whole: then that decides whether the rule
//! is needed at all.

use crate::analysis::{self, Analysis, Name, RuleInfo, RuleKind, KNOWN_MEMBER, TEST_SUFFIX};
use crate::bundle::Prepared;
use crate::functions;
use regorus::unstable::{Module, NodeRef, Rule};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Mutex;

pub struct Partial {
    modules: Vec<(String, String)>,
    data: regorus::Value,
    stable: BTreeSet<String>,
    edges: BTreeMap<String, BTreeSet<String>>,
    /// Rules that take the input as a whole: they would see what is put into it here.
    whole: BTreeSet<String>,
    /// The engine of the second step, made when it is asked for first; none when it cannot be made.
    prepared: Mutex<Option<Option<Prepared>>>,
}

/// What the rules behind `roots` say that do not vary. Immutable; of one bundle.
pub struct Known {
    pub roots: BTreeSet<String>,
    /// Of those roots that do not vary what they say, if anything.
    pub settled: BTreeMap<String, Option<regorus::Value>>,
    /// What all inputs have in common, and `hanse_known`.
    common: regorus::Value,
}

impl Known {
    pub fn of(
        mut common: regorus::Value,
        roots: Vec<String>,
        found: Vec<(String, Option<regorus::Value>)>,
    ) -> anyhow::Result<Known> {
        let mut values = regorus::Value::new_object();
        let mut settled = BTreeMap::new();
        for (path, value) in found {
            if let Some(value) = &value {
                values.as_object_mut()?.insert(regorus::Value::from(path.as_str()), value.clone());
            }
            if roots.contains(&path) {
                settled.insert(path, value);
            }
        }
        common.as_object_mut()?.insert(regorus::Value::from(KNOWN_MEMBER), values);
        Ok(Known { roots: roots.into_iter().collect(), settled, common })
    }

    /// The input of one question.
    pub fn input_with(&self, own: regorus::Value) -> anyhow::Result<regorus::Value> {
        let mut out = self.common.clone();
        let members = out.as_object_mut()?;
        for (name, value) in own.as_object()?.iter() {
            members.insert(name.clone(), value.clone());
        }
        Ok(out)
    }
}

impl Partial {
    /// None where there is nothing to gain, among tests, which replace what stable rules read, and
    /// where paths of rules do not tell them apart.
    pub fn of(
        modules: &[NodeRef<Module>],
        analysis: &Analysis,
        data: regorus::Value,
    ) -> Option<Partial> {
        let has_tests = analysis.modules.iter().any(|module| module.file.ends_with(TEST_SUFFIX));
        if has_tests || !modules.iter().all(|module| analysis::is_package_of_words(module)) {
            return None;
        }
        let paths_where = |holds: &dyn Fn(&RuleInfo) -> bool| -> BTreeSet<String> {
            let rules = analysis.rules.values().filter(|rule| holds(rule));
            rules.map(|rule| rule.path.clone()).collect()
        };
        let packages: BTreeSet<&str> =
            analysis.modules.iter().map(|module| module.package.as_str()).collect();
        let stable = paths_where(&|rule| is_stable(rule, analysis, &packages));
        if stable.is_empty() {
            return None;
        }
        let mut named: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
        let others = analysis.rules.values().filter(|rule| !stable.contains(&rule.path));
        for name in others.flat_map(|rule| &rule.names).filter(|name| stable.contains(&name.path)) {
            named.entry(&name.file).or_default().push(name);
        }
        let mut placed = BTreeSet::new();
        let texts: Option<_> =
            modules.iter().map(|module| rewritten(module, &named, &stable, &mut placed)).collect();
        Some(Partial {
            modules: texts?,
            data,
            stable,
            edges: analysis.edges.clone(),
            whole: paths_where(&|rule| rule.takes_whole),
            prepared: Mutex::new(None),
        })
    }

    /// The stable rules that `roots` lead to by way of rules that vary, or are themselves. None when
    /// they lead to one that takes the input as a whole.
    pub fn needed(&self, roots: &[String]) -> Vec<String> {
        let all = self.reached(roots, |_| false);
        if all.iter().any(|path| self.whole.contains(*path)) {
            return Vec::new();
        }
        let first = self.reached(roots, |path| self.stable.contains(path));
        first.into_iter().filter(|path| self.stable.contains(*path)).cloned().collect()
    }

    /// What `roots` lead to, not beyond where `ends` holds.
    fn reached<'a>(
        &'a self,
        roots: &'a [String],
        ends: impl Fn(&str) -> bool,
    ) -> BTreeSet<&'a String> {
        let mut seen = BTreeSet::new();
        let mut pending: Vec<&String> = roots.iter().collect();
        while let Some(path) = pending.pop() {
            if seen.insert(path) && !ends(path) {
                pending.extend(self.edges.get(path).into_iter().flatten());
            }
        }
        seen
    }

    /// What `change` makes of the engine of the second step.
    pub fn with_prepared<T>(&self, change: impl FnOnce(&mut Prepared) -> T) -> Option<T> {
        let mut held = self.prepared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.get_or_insert_with(|| self.prepare()).as_mut().map(change)
    }

    fn prepare(&self) -> Option<Prepared> {
        let made = catch_unwind(AssertUnwindSafe(|| {
            let mut engine = regorus::Engine::new();
            functions::install(&mut engine).ok()?;
            for (path, text) in &self.modules {
                engine.add_policy(path.clone(), text.clone()).ok()?;
            }
            engine.add_data(self.data.clone()).ok()?;
            engine.set_input(regorus::Value::new_object());
            engine.eval_query("true".to_string(), false).ok()?;
            Some(Prepared { engine, questions: BTreeMap::new() })
        }));
        made.unwrap_or(None)
    }
}

/// Whether a rule's value can stand in its place: it does not vary, and its name is its package's
/// member, with nothing else below it.
fn is_stable(rule: &RuleInfo, analysis: &Analysis, packages: &BTreeSet<&str>) -> bool {
    let is_member = rule
        .path
        .strip_prefix(&format!("{}.", rule.package))
        .is_some_and(|name| !name.contains('.'));
    let below = format!("{}.", rule.path);
    let rule_below = analysis.rules.range(below.clone()..).next().map(|(path, _)| path.as_str());
    let package_below = packages.range(below.as_str()..).next().copied();
    let has_more = packages.contains(rule.path.as_str())
        || [rule_below, package_below].into_iter().flatten().any(|path| path.starts_with(&below));
    rule.kind != RuleKind::Function && !rule.varies && is_member && !has_more
}

/// Where a rule's text begins and ends, in bytes. Of a string at its end the parser leaves the quote
/// out.
fn place_of(rule: &Rule, text: &str) -> (usize, usize) {
    let (start, end) = (rule.span().start as usize, rule.span().end as usize);
    (start, end + usize::from(text[end..].starts_with(['"', '`'])))
}

/// What stands for a stable rule in the second step.
fn known_as(path: &str) -> String {
    format!("input.{KNOWN_MEMBER}[\"{path}\"]")
}

/// The module's text with what is known in the place of stable rules, and of their names in others:
/// a rule that is evaluated to look one value up costs more than looking it up. Lines stay. None
/// should the parser's places not be what they seem.
fn rewritten(
    module: &NodeRef<Module>,
    named: &BTreeMap<&str, Vec<&Name>>,
    stable: &BTreeSet<String>,
    placed: &mut BTreeSet<String>,
) -> Option<(String, String)> {
    let source = &module.package.span.source;
    let all = source.get_contents();
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for rule in &module.policy {
        let Some(path) = analysis::rule_path(module, rule) else { continue };
        if stable.contains(&path) {
            let (start, end) = place_of(rule, all);
            let name = path.rsplit('.').next().unwrap_or_default();
            let mut text = match placed.insert(path.clone()) {
                true => format!("{name} := {}", known_as(&path)),
                false => String::new(),
            };
            text.extend(all[start..end].chars().filter(|c| *c == '\n'));
            edits.push((start, end, text));
        }
    }
    for name in named.get(source.get_path().as_str()).into_iter().flatten() {
        edits.push((name.start, name.end, known_as(&name.path)));
    }
    edits.sort();
    edits.dedup();
    let mut text = String::new();
    let mut at = 0;
    for (start, end, by) in edits {
        text.push_str(all.get(at..start)?);
        text.push_str(&by);
        at = end;
    }
    text.push_str(all.get(at..)?);
    Some((source.get_path().clone(), text))
}
