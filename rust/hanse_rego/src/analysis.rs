// SPDX-License-Identifier: Apache-2.0
//! What is refused after parsing: names that do not exist, functions that are not pure, expressions
//! and call chains that would overflow the stack. Also lists the rules with their places.

use crate::functions;
use crate::problem::Problem;
use regorus::unstable::{
    Expr, Literal, LiteralStmt, Module, NodeRef, Query, Rule, RuleAssign, RuleHead, Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of one expression's tree.
pub const EXPRESSION_DEPTH_MAX: usize = 64;
/// Statements of one body: each that iterates is a level of the evaluator's stack.
pub const STATEMENTS_MAX: usize = 200;
/// The evaluator's stack by rough count: levels of expressions and iterations along the longest
/// chain of rules that refer to one another.
pub const STACK_LEVELS_MAX: usize = 600;
const LEVELS_PER_RULE: usize = 4;
/// Files of tests. Only they may replace input, data and functions by `with`: inside another `with`
/// the engine keeps answers that it found before, so that a decision could rest on a replaced input.
pub const TEST_SUFFIX: &str = "_test.rego";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    Value,
    Set,
    Function,
}

#[derive(Debug)]
pub struct RuleInfo {
    pub path: String,
    pub package: String,
    pub kind: RuleKind,
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub arity: Option<usize>,
    /// The members of `input` that it reads, through other rules too; WHOLE_INPUT when it takes the
    /// document as a whole or chooses a member by a computed name.
    pub inputs: BTreeSet<String>,
    /// Its value may be another one for another question about the same table by the same asker:
    /// it reads what VARYING names, through other rules too.
    pub varies: bool,
    /// It may take `input` as a whole, itself.
    pub takes_whole: bool,
    span: Span,
    uses: BTreeMap<String, Span>,
    /// Rules that it would use if a variable of the same name did not stand for them.
    shadowed: BTreeSet<String>,
    /// Where its text names a rule of its own package, by file, and can mean nothing else.
    pub names: Vec<Name>,
    levels: usize,
}

/// A place in a file's text, in bytes, and the rule that is named there.
#[derive(Debug, Clone)]
pub struct Name {
    pub file: String,
    pub start: usize,
    pub end: usize,
    pub path: String,
}

pub const WHOLE_INPUT: &str = "*";

/// The member of `input` that holds what is known in the second step (partial.rs).
pub const KNOWN_MEMBER: &str = "hanse_known";

/// What of the input is each question's own. All else is the asker's, the purpose's and the table's.
pub const VARYING: [&[&str]; 4] = [
    &["time"],
    &["action", "operation"],
    &["action", "resource", "table", "columns"],
    &["action", "filterResources"],
];

/// Whether a path into `input` holds what varies, or lies within it.
fn meets_varying(parts: &[String]) -> bool {
    VARYING.iter().any(|varying| parts.iter().zip(varying.iter()).all(|(a, b)| a == b))
}

pub struct ModuleInfo {
    pub file: String,
    pub package: String,
    pub line: u32,
    pub column: u32,
    pub offset: u32,
    pub length: u32,
}

#[derive(Default)]
pub struct Analysis {
    pub problems: Vec<Problem>,
    pub rules: BTreeMap<String, RuleInfo>,
    /// The rules and functions that each of them may run itself.
    pub edges: BTreeMap<String, BTreeSet<String>>,
    pub modules: Vec<ModuleInfo>,
}

/// A reference: its root variable, the fixed parts after it, and whether a computed part follows.
struct Path<'a> {
    root: &'a Span,
    parts: Vec<String>,
}

/// Null when the expression is no reference (a call's result, a literal).
fn path_of(expr: &Expr) -> Option<Path<'_>> {
    match expr {
        Expr::Var { span, .. } => Some(Path { root: span, parts: Vec::new() }),
        Expr::RefDot { refr, field, .. } => {
            let mut path = path_of(refr)?;
            if !is_cut(refr) {
                path.parts.push(field.0.text().to_string());
            }
            Some(path)
        }
        Expr::RefBrack { refr, index, .. } => {
            let mut path = path_of(refr)?;
            if let (false, Expr::String { value, .. }) = (is_cut(refr), index.as_ref()) {
                path.parts.push(value.as_string().map(|s| s.to_string()).unwrap_or_default());
            }
            Some(path)
        }
        _ => None,
    }
}

/// True when a computed part already ended the fixed path.
fn is_cut(expr: &Expr) -> bool {
    match expr {
        Expr::RefDot { refr, .. } => is_cut(refr),
        Expr::RefBrack { refr, index, .. } => {
            !matches!(index.as_ref(), Expr::String { .. }) || is_cut(refr)
        }
        _ => false,
    }
}

fn join(base: &str, parts: &[String]) -> String {
    let mut out = base.to_string();
    for part in parts {
        out.push('.');
        out.push_str(part);
    }
    out
}

fn children(expr: &Expr) -> Vec<&NodeRef<Expr>> {
    match expr {
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().collect(),
        Expr::Object { fields, .. } => {
            fields.iter().flat_map(|(_, key, value)| [key, value]).collect()
        }
        Expr::ArrayCompr { term, .. } | Expr::SetCompr { term, .. } => vec![term],
        Expr::ObjectCompr { key, value, .. } => vec![key, value],
        Expr::Call { params, .. } => params.iter().collect(),
        Expr::UnaryExpr { expr, .. } => vec![expr],
        Expr::RefDot { refr, .. } => vec![refr],
        Expr::RefBrack { refr, index, .. } => vec![refr, index],
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => vec![lhs, rhs],
        Expr::Membership { key, value, collection, .. } => {
            key.iter().chain([value, collection]).collect()
        }
        _ => Vec::new(),
    }
}

fn query_of(expr: &Expr) -> Option<&Query> {
    match expr {
        Expr::ArrayCompr { query, .. }
        | Expr::SetCompr { query, .. }
        | Expr::ObjectCompr { query, .. } => Some(query),
        _ => None,
    }
}

/// The variables of a pattern: what `some`, `:=` and arguments bind.
fn pattern_variables(expr: &Expr, out: &mut BTreeSet<String>) {
    match expr {
        Expr::Var { span, .. } => {
            out.insert(span.text().to_string());
        }
        Expr::Array { items, .. } => items.iter().for_each(|item| pattern_variables(item, out)),
        Expr::Object { fields, .. } => {
            fields.iter().for_each(|(_, _, value)| pattern_variables(value, out));
        }
        _ => {}
    }
}

fn declared_in(query: &Query) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => {
                out.extend(vars.iter().map(|span| span.text().to_string()));
            }
            Literal::SomeIn { key, value, .. } => {
                key.iter().for_each(|key| pattern_variables(key, &mut out));
                pattern_variables(value, &mut out);
            }
            Literal::Expr { expr, .. } => {
                if let Expr::AssignExpr { op: regorus::unstable::AssignOp::ColEq, lhs, .. } =
                    expr.as_ref()
                {
                    pattern_variables(lhs, &mut out);
                }
            }
            _ => {}
        }
    }
    out
}

/// What one rule refers to and how deep it is.
struct Walk<'a> {
    file: &'a str,
    package: &'a str,
    aliases: &'a Aliases,
    names: &'a BTreeSet<String>,
    scopes: Vec<BTreeSet<String>>,
    uses: BTreeMap<String, Span>,
    shadowed: BTreeSet<String>,
    inputs: BTreeSet<String>,
    varies: bool,
    takes_whole: bool,
    named: Vec<Name>,
    /// Above zero where a name that nothing else has may be bound by matching.
    matching: usize,
    calls: Vec<(String, Span, usize)>,
    replaced: Vec<(String, String, Span)>,
    mocked: BTreeSet<String>,
    problems: Vec<Problem>,
    depth: usize,
    levels: usize,
    levels_max: usize,
}

impl Walk<'_> {
    fn is_local(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.contains(name))
    }

    /// A variable of that name would hide what stands in the place of rules that are known.
    fn hides_input<'b>(&mut self, mut names: impl Iterator<Item = &'b Span>) {
        self.takes_whole |= names.any(|name| name.text() == "input" || name.text() == "data");
    }

    fn is_alias(&self, name: &str) -> bool {
        name == "data" || name == "input" || self.aliases.contains_key(name)
    }

    /// The full path below `data`, or nothing for what is no global of the policies.
    fn resolve(&self, path: &Path) -> Option<String> {
        let root = path.root.text();
        if root == "data" {
            return Some(join("data", &path.parts));
        }
        if root == "input" || self.is_local(root) {
            return None;
        }
        if let Some((target, parts)) = self.aliases.get(root) {
            let full = join(&join(target, parts), &path.parts);
            return full.starts_with("data").then_some(full);
        }
        let own = join(self.package, &[root.to_string()]);
        self.names.contains(&own).then(|| join(&own, &path.parts))
    }

    fn refuse(&mut self, kind: &'static str, span: &Span, message: String) {
        self.problems.push(Problem::at_span(kind, self.file, span, message));
    }

    /// Where in `input` a path leads, when it is one into `input`.
    fn input_path(&self, path: &Path) -> Option<Vec<String>> {
        let root = path.root.text();
        let above: &[String] = match self.aliases.get(root) {
            _ if root == "input" => &[],
            Some((target, parts)) if target == "input" => parts,
            _ => return None,
        };
        Some(above.iter().chain(&path.parts).cloned().collect())
    }

    fn reference(&mut self, expr: &Expr) {
        let Some(path) = path_of(expr) else { return };
        let root = path.root.text();
        if let Some(parts) = self.input_path(&path) {
            // Whatever hides it here may not hide it in all of the rule.
            self.varies |= meets_varying(&parts);
            let first = parts.first().map(String::as_str);
            self.takes_whole |= first.is_none() || first == Some(KNOWN_MEMBER);
            let member = parts.into_iter().next();
            self.inputs.insert(member.unwrap_or_else(|| WHOLE_INPUT.to_string()));
        }
        let own = join(self.package, &[root.to_string()]);
        if self.is_local(root) {
            self.shadowed.insert(own);
            if let Some((target, parts)) = self.aliases.get(root) {
                self.shadowed.insert(join(&join(target, parts), &path.parts));
            }
        } else if self.matching == 0 && self.names.contains(&own) && !self.is_alias(root) {
            let (start, end) = (path.root.start as usize, path.root.end as usize);
            self.named.push(Name { file: self.file.to_string(), start, end, path: own });
        }
        if let Some(full) = self.resolve(&path) {
            self.uses.entry(full).or_insert_with(|| expr.span().clone());
        }
    }

    fn call(&mut self, function: &Expr, span: &Span, arguments: usize) {
        let Some(path) = path_of(function) else { return };
        let name = self.resolve(&path).unwrap_or_else(|| join(path.root.text(), &path.parts));
        self.uses.entry(name.clone()).or_insert_with(|| function.span().clone());
        let mut place = function.span().clone();
        place.line = span.line;
        self.calls.push((name, place, arguments));
    }

    fn expression(&mut self, expr: &Expr) {
        self.depth += 1;
        self.levels += 1;
        self.levels_max = self.levels_max.max(self.levels);
        if self.depth == EXPRESSION_DEPTH_MAX + 1 {
            let what =
                format!("the expression is nested deeper than {EXPRESSION_DEPTH_MAX} levels");
            self.refuse("nesting", expr.span(), what);
        }
        if self.depth <= EXPRESSION_DEPTH_MAX {
            self.visit(expr);
        }
        self.depth -= 1;
        self.levels -= 1;
    }

    fn visit(&mut self, expr: &Expr) {
        match expr {
            Expr::Call { span, fcn, params, .. } => {
                self.call(fcn, span, params.len());
                let takes = path_of(fcn).and_then(|path| {
                    functions::arity(&join(path.root.text(), &path.parts)).map(usize::from)
                });
                // One argument more is matched with the result.
                self.may_match(takes != Some(params.len()), |walk| walk.expression_list(params));
            }
            Expr::AssignExpr { op: regorus::unstable::AssignOp::Eq, lhs, rhs, .. } => {
                self.may_match(true, |walk| {
                    walk.expression(lhs);
                    walk.expression(rhs);
                });
            }
            Expr::Var { .. } => self.reference(expr),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                self.reference(expr);
                self.indices(expr);
            }
            _ => match query_of(expr) {
                Some(query) => {
                    self.enter(query);
                    children(expr).into_iter().for_each(|child| self.expression(child));
                    self.leave(query);
                }
                None => children(expr).into_iter().for_each(|child| self.expression(child)),
            },
        }
    }

    fn may_match(&mut self, matching: bool, visit: impl FnOnce(&mut Self)) {
        self.matching += usize::from(matching);
        visit(self);
        self.matching -= usize::from(matching);
    }

    fn expression_list(&mut self, list: &[NodeRef<Expr>]) {
        list.iter().for_each(|item| self.expression(item));
    }

    /// The computed parts of a reference, and what it starts from when that is no name.
    fn indices(&mut self, mut expr: &Expr) {
        loop {
            match expr {
                Expr::RefDot { refr, .. } => expr = refr,
                Expr::RefBrack { refr, index, .. } => {
                    self.may_match(true, |walk| walk.expression(index));
                    expr = refr;
                }
                Expr::Var { .. } => return,
                _ => return self.expression(expr),
            }
        }
    }

    fn enter(&mut self, query: &Query) {
        self.scopes.push(declared_in(query));
        if query.stmts.len() > STATEMENTS_MAX {
            let what = format!("the body has more than {STATEMENTS_MAX} statements");
            self.refuse("nesting", &query.span, what);
        }
        for statement in &query.stmts {
            self.statement(statement);
            // The statements after one that iterates are evaluated inside it.
            self.levels += 1;
            self.levels_max = self.levels_max.max(self.levels);
        }
    }

    fn leave(&mut self, query: &Query) {
        self.levels -= query.stmts.len();
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &LiteralStmt) {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => self.hides_input(vars.iter()),
            Literal::SomeIn { key, value, collection, .. } => {
                key.iter().for_each(|key| self.expression(key));
                self.expression(value);
                self.expression(collection);
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expression(expr),
            Literal::Every { key, value, domain, query, .. } => {
                self.expression(domain);
                self.hides_input(key.iter().chain([value]));
                let names = key.iter().chain([value]).map(|span| span.text().to_string());
                self.scopes.push(names.collect());
                self.enter(query);
                self.leave(query);
                self.scopes.pop();
            }
        }
        for modifier in &statement.with_mods {
            if !self.file.ends_with(TEST_SUFFIX) {
                self.refuse("with", &modifier.span, "`with` is for tests".to_string());
            }
            self.expression(&modifier.r#as);
            let Some(target) = path_of(&modifier.refr) else { continue };
            let name =
                self.resolve(&target).unwrap_or_else(|| join(target.root.text(), &target.parts));
            if let Some(by) = path_of(&modifier.r#as) {
                let by = self.resolve(&by).unwrap_or_else(|| join(by.root.text(), &by.parts));
                // A function that is replaced by one which calls it would never end.
                self.replaced.push((name.clone(), by, modifier.span.clone()));
            }
            self.mocked.insert(name);
        }
    }

    fn assignment(&mut self, assign: &Option<RuleAssign>) {
        if let Some(assign) = assign {
            self.expression(&assign.value);
        }
    }
}

fn head_parts(head: &RuleHead) -> (&NodeRef<Expr>, RuleKind, Option<usize>) {
    match head {
        RuleHead::Compr { refr, .. } => (refr, RuleKind::Value, None),
        RuleHead::Set { refr, .. } => (refr, RuleKind::Set, None),
        RuleHead::Func { refr, args, .. } => (refr, RuleKind::Function, Some(args.len())),
    }
}

fn rule_reference(rule: &Rule) -> (&NodeRef<Expr>, RuleKind, Option<usize>) {
    match rule {
        Rule::Spec { head, .. } => head_parts(head),
        Rule::Default { refr, args, .. } if !args.is_empty() => {
            (refr, RuleKind::Function, Some(args.len()))
        }
        Rule::Default { refr, .. } => (refr, RuleKind::Value, None),
    }
}

fn full_name(package: &str, refr: &Expr) -> Option<String> {
    let path = path_of(refr)?;
    Some(join(&join(package, &[path.root.text().to_string()]), &path.parts))
}

/// Whether the parts of the package's name are words: others could be told from none with a dot.
pub fn is_package_of_words(module: &Module) -> bool {
    let is_word = |part: &String| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    path_of(&module.package.refr).is_some_and(|path| path.parts.iter().all(is_word))
}

fn package_of(module: &Module) -> String {
    let path = path_of(&module.package.refr);
    path.map(|path| join(&join("data", &[path.root.text().to_string()]), &path.parts))
        .unwrap_or_default()
}

/// `data.hanse.read.allow` of a rule's definition.
pub fn rule_path(module: &Module, rule: &Rule) -> Option<String> {
    full_name(&package_of(module), rule_reference(rule).0)
}

/// What names of a package stand for by import. The engine keeps them by package, not by file.
type Aliases = BTreeMap<String, (String, Vec<String>)>;

/// The imports of all packages. One name for two things, or for a rule too, means what comes last or
/// what is longest to the engine: such slips are refused.
fn aliases_of(
    modules: &[NodeRef<Module>],
    names: &BTreeSet<String>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Aliases> {
    let mut out: BTreeMap<String, Aliases> = BTreeMap::new();
    let packages: BTreeSet<String> = modules.iter().map(|module| package_of(module)).collect();
    for module in modules {
        let package = package_of(module);
        let aliases = out.entry(package.clone()).or_default();
        for import in &module.imports {
            let Some(path) = path_of(&import.refr) else { continue };
            let root = path.root.text().to_string();
            if root != "data" && root != "input" {
                continue;
            }
            let last = path.parts.last().cloned().unwrap_or_else(|| root.clone());
            let name = import.r#as.as_ref().map(|span| span.text().to_string()).unwrap_or(last);
            let file = import.span.source.get_path();
            let own = join(&package, &[name.clone()]);
            let mut refuse = |what: String| {
                problems.push(Problem::at_span("compile", file, &import.span, what));
            };
            if names.iter().chain(&packages).any(|path| below(path, &own)) {
                refuse(format!("`{name}` is imported, and a rule or package of `{package}` too"));
            }
            let target = (root, path.parts);
            match aliases.get(&name) {
                Some(other) if *other != target => {
                    refuse(format!("`{name}` is imported for two things in `{package}`"));
                }
                _ => {
                    aliases.insert(name, target);
                }
            }
        }
    }
    out
}

fn walk_rule(walk: &mut Walk, rule: &Rule) {
    match rule {
        Rule::Default { value, .. } => walk.expression(value),
        Rule::Spec { head, bodies, .. } => {
            let mut scope = BTreeSet::new();
            if let RuleHead::Func { args, .. } = head {
                args.iter().for_each(|argument| pattern_variables(argument, &mut scope));
            }
            // The head is evaluated among what its bodies declare.
            bodies.iter().for_each(|body| scope.extend(declared_in(&body.query)));
            walk.scopes.push(scope);
            match head {
                RuleHead::Compr { refr, assign, .. } => {
                    walk.indices(refr);
                    walk.assignment(assign);
                }
                RuleHead::Set { refr, key, .. } => {
                    walk.indices(refr);
                    key.iter().for_each(|key| walk.expression(key));
                }
                RuleHead::Func { args, assign, .. } => {
                    walk.expression_list(args);
                    walk.assignment(assign);
                }
            }
            for body in bodies {
                walk.assignment(&body.assign);
                walk.enter(&body.query);
                walk.leave(&body.query);
            }
            walk.scopes.pop();
        }
    }
}

struct Call {
    file: String,
    package: String,
    name: String,
    span: Span,
    arguments: usize,
}

/// Reads all modules. `tables` are the names directly below `data` that are no packages.
pub fn analyse(modules: &[NodeRef<Module>], tables: &BTreeSet<String>) -> Analysis {
    let mut out = Analysis::default();
    let mut names = BTreeSet::new();
    for module in modules {
        let package = package_of(module);
        for rule in &module.policy {
            names.extend(full_name(&package, rule_reference(rule).0));
            // The name alone too: `p.q := 1` is reached by `p`.
            let root = path_of(rule_reference(rule).0).map(|path| path.root.text().to_string());
            names.extend(root.map(|root| join(&package, &[root])));
        }
    }
    let all_aliases = aliases_of(modules, &names, &mut out.problems);
    let none = Aliases::new();
    let mut calls = Vec::new();
    let mut replaced = Vec::new();
    let mut mocked = BTreeSet::new();
    for module in modules {
        let package = package_of(module);
        let aliases = all_aliases.get(&package).unwrap_or(&none);
        let span = module.package.refr.span();
        let file = span.source.get_path().clone();
        out.modules.push(ModuleInfo {
            file: file.clone(),
            package: package.clone(),
            line: span.line,
            column: span.col,
            offset: span.start,
            length: span.end - span.start,
        });
        for rule in &module.policy {
            let (refr, kind, arity) = rule_reference(rule);
            let Some(path) = full_name(&package, refr) else { continue };
            let mut walk = Walk {
                file: &file,
                package: &package,
                aliases,
                names: &names,
                scopes: Vec::new(),
                uses: BTreeMap::new(),
                shadowed: BTreeSet::new(),
                inputs: BTreeSet::new(),
                varies: false,
                takes_whole: false,
                named: Vec::new(),
                matching: 0,
                calls: Vec::new(),
                replaced: Vec::new(),
                mocked: BTreeSet::new(),
                problems: Vec::new(),
                depth: 0,
                levels: 0,
                levels_max: 0,
            };
            walk_rule(&mut walk, rule);
            out.problems.append(&mut walk.problems);
            calls.extend(walk.calls.into_iter().map(|(name, span, arguments)| Call {
                file: file.clone(),
                package: package.clone(),
                name,
                span,
                arguments,
            }));
            replaced.append(&mut walk.replaced);
            mocked.append(&mut walk.mocked);
            let place = rule.span();
            let info = out.rules.entry(path.clone()).or_insert_with(|| RuleInfo {
                path,
                package: package.clone(),
                kind,
                file: file.clone(),
                line: place.line,
                column: place.col,
                arity,
                inputs: BTreeSet::new(),
                varies: false,
                takes_whole: false,
                span: refr.span().clone(),
                uses: BTreeMap::new(),
                shadowed: BTreeSet::new(),
                names: Vec::new(),
                levels: 0,
            });
            info.uses.extend(walk.uses);
            info.shadowed.extend(walk.shadowed);
            info.inputs.extend(walk.inputs);
            info.varies |= walk.varies;
            info.takes_whole |= walk.takes_whole;
            info.names.extend(walk.named);
            info.levels = info.levels.max(walk.levels_max);
            if kind != RuleKind::Value {
                info.kind = kind;
            }
        }
    }
    check_calls(&mut out, calls);
    check_references(&mut out, tables, &mocked);
    check_cycles(&mut out, &replaced);
    out.edges = edges_of(&out.rules);
    close_reads(&mut out);
    out
}

fn edges_of(rules: &BTreeMap<String, RuleInfo>) -> BTreeMap<String, BTreeSet<String>> {
    let of = |rule: &RuleInfo| {
        let names = rule.uses.keys().chain(&rule.shadowed);
        names.flat_map(|used| targets(rules, used)).map(str::to_string).collect()
    };
    rules.iter().map(|(path, rule)| (path.clone(), of(rule))).collect()
}

/// A rule reads what the rules read that it uses, and varies with them.
fn close_reads(out: &mut Analysis) {
    loop {
        let mut more = Vec::new();
        for (path, rule) in &out.rules {
            let mut inputs = BTreeSet::new();
            let mut varies = rule.varies;
            let used = out.edges.get(path).into_iter().flatten();
            for target in used.filter_map(|target| out.rules.get(target)) {
                inputs.extend(target.inputs.difference(&rule.inputs).cloned());
                varies |= target.varies;
            }
            if !inputs.is_empty() || varies != rule.varies {
                more.push((path.clone(), inputs, varies));
            }
        }
        if more.is_empty() {
            return;
        }
        for (path, inputs, varies) in more {
            if let Some(rule) = out.rules.get_mut(&path) {
                rule.inputs.extend(inputs);
                rule.varies = varies;
            }
        }
    }
}

fn check_calls(out: &mut Analysis, calls: Vec<Call>) {
    for call in calls {
        let Call { file, name, span, arguments, package } = call;
        let refuse = |kind, message| Problem::at_span(kind, &file, &span, message);
        let problem = if let Some(rule) = out.rules.get(&name) {
            match rule.arity {
                None => {
                    Some(refuse("unknown_function", format!("`{name}` is a rule, no function")))
                }
                Some(wanted) => wrong_arity(&name, wanted, arguments).map(|m| refuse("arity", m)),
            }
        } else if let Some(help) = functions::banned(&name) {
            let what = format!("`{name}` is not allowed in a policy");
            Some(refuse("banned", what).help(help))
        } else if let Some(wanted) = functions::arity(&name) {
            wrong_arity(&name, wanted.into(), arguments).map(|m| refuse("arity", m))
        } else {
            let shown = name.strip_prefix(&format!("{package}.")).unwrap_or(&name).to_string();
            let own = out.rules.values().filter(|rule| rule.kind == RuleKind::Function);
            let own = own.filter_map(|rule| rule.path.strip_prefix(&format!("{package}.")));
            let all: Vec<&str> = functions::names().chain(own).collect();
            let near = nearest(&shown, all.into_iter());
            let problem = refuse("unknown_function", format!("there is no function `{shown}`"));
            Some(match near {
                Some(near) => problem.help(&format!("did you mean `{near}`?")),
                None => problem,
            })
        };
        out.problems.extend(problem);
    }
}

fn wrong_arity(name: &str, wanted: usize, found: usize) -> Option<String> {
    // One argument more takes the result: `count(x, n)`.
    (found != wanted && found != wanted + 1)
        .then(|| format!("`{name}` takes {wanted} arguments, found {found}"))
}

fn below(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A reference to what no table and no rule can give is always undefined: a slip.
fn check_references(out: &mut Analysis, tables: &BTreeSet<String>, mocked: &BTreeSet<String>) {
    let mut problems = Vec::new();
    for rule in out.rules.values() {
        for (used, span) in &rule.uses {
            let Some(below_data) = used.strip_prefix("data.") else { continue };
            let first = below_data.split('.').next().unwrap_or("");
            let known = tables.contains(first)
                || out.rules.keys().any(|path| below(path, used) || below(used, path))
                || out.modules.iter().any(|module| below(&module.package, used))
                || mocked.iter().any(|path| below(path, used) || below(used, path));
            if !known {
                let file = span.source.get_path();
                let what = format!("there is no rule or table `{used}`");
                problems.push(Problem::at_span("unknown_reference", file, span, what));
            }
        }
    }
    out.problems.append(&mut problems);
}

/// The rules and functions that `rule` may run.
fn targets<'a>(rules: &'a BTreeMap<String, RuleInfo>, used: &str) -> Vec<&'a str> {
    // Of a reference into a rule the longest rule that holds it; of one to a package all below.
    let mut out: Vec<&str> = Vec::new();
    let mut path = used;
    loop {
        if let Some((key, _)) = rules.get_key_value(path) {
            out.push(key);
        }
        match path.rfind('.') {
            Some(at) => path = &path[..at],
            None => break,
        }
    }
    let inside = rules.range(used.to_string()..).map(|(key, _)| key.as_str());
    out.extend(inside.take_while(|key| key.starts_with(used)).filter(|key| below(key, used)));
    out
}

fn check_cycles(out: &mut Analysis, replaced: &[(String, String, Span)]) {
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, rule) in &out.rules {
        let set = edges.entry(path).or_default();
        for used in rule.uses.keys() {
            set.extend(targets(&out.rules, used));
            if functions::arity(used).is_some() {
                set.insert(used);
            }
        }
    }
    for (from, to, _) in replaced {
        let to = targets(&out.rules, to);
        edges.entry(from).or_default().extend(to);
    }
    let order = match depth_first(&edges) {
        Ok(order) => order,
        Err(cycle) => {
            let problem = cycle_problem(out, &cycle, replaced);
            out.problems.push(problem);
            return;
        }
    };
    // Children come before parents in `order`.
    let mut total: BTreeMap<&str, usize> = BTreeMap::new();
    let mut worst: Option<(&str, usize)> = None;
    for name in order {
        let own = out.rules.get(name).map_or(0, |rule| rule.levels);
        let below = edges.get(name).into_iter().flatten().filter_map(|next| total.get(next)).max();
        let levels = own + LEVELS_PER_RULE + below.copied().unwrap_or(0);
        total.insert(name, levels);
        if levels > STACK_LEVELS_MAX && worst.is_none() {
            worst = Some((name, levels));
        }
    }
    if let Some(rule) = worst.and_then(|(name, _)| out.rules.get(name)) {
        let what = format!(
            "the chain of rules from `{}` is too deep: split long bodies and expressions",
            rule.path
        );
        out.problems.push(Problem::at_span("nesting", &rule.file, &rule.span, what));
    }
}

fn cycle_problem(out: &Analysis, cycle: &[&str], replaced: &[(String, String, Span)]) -> Problem {
    let shown = cycle.iter().chain(cycle.first()).map(|name| format!("`{name}`"));
    let what = format!("a rule may not need itself: {}", shown.collect::<Vec<_>>().join(" -> "));
    match cycle.iter().find_map(|name| out.rules.get(*name)) {
        Some(rule) => Problem::at_span("recursion", &rule.file, &rule.span, what),
        None => match replaced.first() {
            Some((_, _, span)) => Problem::at_span("recursion", span.source.get_path(), span, what),
            None => Problem::at_start("recursion", "", what),
        },
    }
}

/// All names, children first; or one cycle. Keeps its own stack: chains may be long.
fn depth_first<'a>(
    edges: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> Result<Vec<&'a str>, Vec<&'a str>> {
    let mut open: BTreeSet<&str> = BTreeSet::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut order = Vec::new();
    let next_of = |name: &str| -> Vec<&'a str> {
        edges.get(name).map(|set| set.iter().copied().collect()).unwrap_or_default()
    };
    for start in edges.keys().copied() {
        if done.contains(start) {
            continue;
        }
        let mut stack = vec![(start, next_of(start))];
        open.insert(start);
        while let Some((name, pending)) = stack.last_mut() {
            let name = *name;
            let Some(next) = pending.pop() else {
                open.remove(name);
                done.insert(name);
                order.push(name);
                stack.pop();
                continue;
            };
            if open.contains(next) {
                let from = stack.iter().position(|(name, _)| *name == next).unwrap_or(0);
                return Err(stack[from..].iter().map(|(name, _)| *name).collect());
            }
            if !done.contains(next) {
                open.insert(next);
                stack.push((next, next_of(next)));
            }
        }
    }
    Ok(order)
}

/// The name nearest to `word` by edit distance, if near enough to be meant.
fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    names
        .map(|name| (distance(word, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = substitute.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
