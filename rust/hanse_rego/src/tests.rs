// SPDX-License-Identifier: Apache-2.0
use crate::bundle::{load, Bundle, Loaded};
use crate::evaluate::{Evaluator, Failure};
use crate::problem::Problem;
use crate::{analysis, guard};
use serde_json::{json, Value};
use std::sync::Arc;
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_millis(50);

fn load_files(files: &[(&str, &str)]) -> Result<Loaded, Vec<Problem>> {
    crate::start();
    let modules = files.iter().map(|(path, text)| json!({"path": path, "text": text}));
    let modules: Vec<Value> = modules.collect();
    load(&json!({"modules": modules, "data": {"classes": {"public": 0, "restricted": 3}}}))
}

/// `with` is for tests: a text that uses it is loaded as one.
fn path_for(text: &str) -> &'static str {
    if text.contains(" with ") {
        "a_test.rego"
    } else {
        "a.rego"
    }
}

fn loaded(text: &str) -> Arc<Bundle> {
    match load_files(&[(path_for(text), text)]) {
        Ok(loaded) => Arc::new(loaded.bundle),
        Err(problems) => panic!("{problems:?}"),
    }
}

fn problems(text: &str) -> Vec<Problem> {
    load_files(&[(path_for(text), text)]).err().unwrap_or_default()
}

fn kind_of(text: &str) -> &'static str {
    let begin = Instant::now();
    let kind = problems(text).first().map_or("none", |problem| problem.kind);
    assert!(begin.elapsed() < Duration::from_secs(5), "loading took {:?}", begin.elapsed());
    kind
}

fn run(text: &str, input: Value, rule: &str) -> Result<Value, Failure> {
    let mut evaluator = Evaluator::new(loaded(text));
    let answer = evaluator.evaluate(&input.to_string(), None, &json!([rule]).to_string(), LIMIT)?;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    Ok(answer["results"].get(rule).cloned().unwrap_or(json!("undefined")))
}

fn failure_kind(text: &str, rule: &str) -> &'static str {
    run(text, json!({}), rule).err().map_or("none", |failure| failure.kind)
}

#[test]
fn rules_see_input_and_data() {
    let text = "package hanse.read\nallow if { input.user == \"ann\"; data.classes.public == 0 }";
    let rule = "data.hanse.read.allow";
    assert_eq!(run(text, json!({"user": "ann"}), rule).ok(), Some(json!(true)));
    assert_eq!(run(text, json!({"user": "bob"}), rule).ok(), Some(json!("undefined")));
    assert_eq!(run(text, json!({}), "data.hanse.read.other").ok(), Some(json!("undefined")));
}

#[test]
fn deep_literals_are_refused_with_their_place() {
    let found = problems(&format!("package a\nx := {}1{}", "[".repeat(28), "]".repeat(28)));
    assert_eq!((found[0].kind, found[0].line, found[0].column), ("nesting", 2, 16));
    let objects = format!("package a\nx := {}1{}", "{\"a\":".repeat(28), "}".repeat(28));
    assert_eq!(kind_of(&objects), "nesting");
    let mixed = format!("package a\nx := {}1{}", "[{\"a\":f(".repeat(20), ")}]".repeat(20));
    assert_eq!(kind_of(&mixed), "nesting");
    let comprehensions = format!("package a\nx := {}1{}", "[y | y := ".repeat(28), "]".repeat(28));
    assert_eq!(kind_of(&comprehensions), "nesting");
}

#[test]
fn what_the_guard_lets_through_parses_in_time() {
    for (open, close) in
        [("[", "]"), ("{", "}"), ("{1:", "}"), ("[y | y := ", "]"), ("[[y] | [y] = ", "]")]
    {
        let levels = guard::BRACKETS_MAX / open.matches(['[', '{']).count();
        let inner = levels - open.matches("[y]").count();
        let deep = format!("{}1{}", open.repeat(inner), close.repeat(inner));
        let lines = (0..200).map(|i| format!("x{i} := {deep}\n")).collect::<String>();
        let begin = Instant::now();
        let _ = load_files(&[("a.rego", &format!("package a\n{lines}"))]);
        assert!(begin.elapsed() < Duration::from_secs(5), "{deep}: {:?}", begin.elapsed());
    }
}

#[test]
fn many_deep_literals_are_refused_by_the_work_they_make() {
    let deep = format!("{}1{}", "[".repeat(10), "]".repeat(10));
    let lines = (0..5000).map(|i| format!("x{i} := {deep}\n")).collect::<String>();
    assert_eq!(kind_of(&format!("package a\n{lines}")), "nesting");
}

#[test]
fn brackets_in_strings_and_comments_do_not_count() {
    let many = "[{(".repeat(40);
    assert_eq!(
        kind_of(&format!("package a\n# {many}\nx := \"{many}\\\"[\"\ny := `{many}`\n")),
        "none"
    );
}

#[test]
fn other_texts_that_would_overflow_the_stack_are_refused() {
    let around = |open: &str, inner: &str, close: &str, n: usize| {
        format!("package a\nf(x) := x\nx := {}{inner}{}", open.repeat(n), close.repeat(n))
    };
    assert_eq!(kind_of(&around("(", "1", ")", 300)), "nesting");
    assert_eq!(kind_of(&around("f(", "1", ")", 300)), "nesting");
    assert_eq!(kind_of(&around("- ", "1", "", 300)), "nesting");
    assert_eq!(kind_of(&around("a", "1", "", 300)), "compile");
    let sum = (0..10_000).map(|_| "1 +\n").collect::<String>();
    assert_eq!(kind_of(&format!("package a\nx := {sum} 1")), "nesting");
    assert_eq!(kind_of(&format!("package a\nx := input{}", ".b".repeat(300))), "nesting");
    assert_eq!(kind_of(&format!("package a\nx := input{}", "[0]".repeat(300))), "nesting");
    assert_eq!(kind_of(&format!("package a\nx if {{ {} true }}", "not ".repeat(300))), "parse");
    let every = "every x in [1] { ".repeat(40);
    assert_eq!(
        kind_of(&format!("package a\nx if {{ {every} true {} }}", "}".repeat(40))),
        "nesting"
    );
}

#[test]
fn a_long_body_is_refused() {
    let body = (0..1000).map(|i| format!("  some x{i} in [1]\n")).collect::<String>();
    assert_eq!(kind_of(&format!("package a\nx if {{\n{body}}}")), "nesting");
}

#[test]
fn a_long_chain_of_rules_is_refused() {
    let chain = (0..5000).map(|i| format!("r{i} := r{}\n", i + 1)).collect::<String>();
    assert_eq!(kind_of(&format!("package a\n{chain}r5000 := 1")), "nesting");
}

#[test]
fn the_deepest_evaluation_that_is_allowed_fits_the_stack() {
    // Bodies of nested iterations, each rule needing the next at its innermost point.
    let statements = 60;
    let rules = analysis::STACK_LEVELS_MAX / (statements + 8);
    let mut text = "package a\n".to_string();
    for i in 0..rules {
        let body = (0..statements).map(|s| format!("  some x{s} in [1]\n")).collect::<String>();
        text += &format!("f{i}(y) := z if {{\n{body}  z := f{}(y)\n}}\n", i + 1);
    }
    text += &format!("f{rules}(y) := y\nx := f0(1)\n");
    let bundle = loaded(&text);
    let thread = std::thread::Builder::new().stack_size(4 << 20);
    let answer = thread.spawn(move || {
        let mut evaluator = Evaluator::new(bundle);
        evaluator
            .evaluate("{}", None, r#"["data.a.x"]"#, Duration::from_secs(5))
            .map_err(|f| f.message)
    });
    let answer = answer.expect("a thread").join().expect("no overflow");
    assert_eq!(answer.as_deref(), Ok(r#"{"results":{"data.a.x":1}}"#));
}

#[test]
fn recursion_is_refused() {
    assert_eq!(kind_of("package a\nf(x) := g(x)\ng(x) := f(x)\nallow if f(1) == 1"), "recursion");
    assert_eq!(kind_of("package a\nf(x) := data.a.f(x)"), "recursion");
    assert_eq!(kind_of("package a\nimport data.a as me\nf(x) := me.f(x)"), "recursion");
    assert_eq!(kind_of("package a\nx if data.a[_]"), "recursion");
    assert_eq!(kind_of("package a\nx := count(data.a)"), "recursion");
    assert_eq!(kind_of("package a\np[x] := y if { some x in [1]; y := p[x] }"), "recursion");
    assert_eq!(kind_of("package a\np contains x if { some x in [y | some y in p] }"), "recursion");
    let found = problems("package a\nf(x) := g(x)\ng(x) := f(x)");
    assert!(found[0].message.contains("`data.a.f` -> `data.a.g` -> `data.a.f`"), "{found:?}");
}

#[test]
fn a_function_replaced_by_one_that_calls_it_is_refused() {
    let text = "package a\ng(x) := count(x)\nt if count([1]) == 1 with count as g";
    assert_eq!(kind_of(text), "recursion");
    let text = "package a\nf(x) := x\ng(x) := f(x)\nt if f(1) == 1 with f as g";
    assert_eq!(kind_of(text), "recursion");
}

#[test]
fn replacing_input_is_for_tests() {
    let text = "package a\nallow if input.n == 1\nx if allow with input as {\"n\": 1}";
    let found = load_files(&[("a.rego", text)]).err().unwrap();
    assert_eq!((found[0].kind, found[0].line), ("with", 3), "{found:?}");
    assert!(load_files(&[("a_test.rego", text)]).is_ok());
}

#[test]
fn a_local_name_like_a_rule_is_no_recursion() {
    let text = "package a\nx := f(1)\nf(g) := h(g)\nh(f) := f + 1\ng(h) := h";
    assert_eq!(kind_of(text), "none");
    let found = problems("package a\nx if { some x in [true]; x }");
    assert_eq!(
        (found[0].kind, found[0].help.contains("rule's name")),
        ("compile", true),
        "{found:?}"
    );
}

#[test]
fn impure_functions_are_refused_with_what_to_use() {
    for call in [
        "time.now_ns()",
        "http.send({})",
        "rand.intn(\"a\", 3)",
        "uuid.rfc4122(\"\")",
        "opa.runtime()",
        "print(1)",
        "trace(\"a\")",
        "net.lookup_ip_addr(\"a\")",
        "graph.reachable_paths({}, [])",
        "rego.parse_module(\"a\", \"b\")",
    ] {
        assert_eq!(kind_of(&format!("package a\nx if {call}")), "banned", "{call}");
    }
    let found = problems("package a\n\nallow if time.now_ns() > input.until");
    assert_eq!((found[0].line, found[0].help.contains("input.time")), (3, true), "{found:?}");
}

#[test]
fn unknown_names_are_found_when_loaded() {
    assert_eq!(kind_of("package a\nx if { false; no_such(1) }"), "unknown_function");
    assert_eq!(kind_of("package a\nf(x) if strings.no_such(x)"), "unknown_function");
    assert_eq!(kind_of("package a\nf(x) if startswith(x)"), "arity");
    assert_eq!(kind_of("package a\ng(x) := x\nf(x) := g(1, 2, x)"), "arity");
    assert_eq!(kind_of("package a\nx if { false; inptu.user == 1 }"), "compile");
    assert_eq!(kind_of("package a\nx if data.other.allow"), "unknown_reference");
    assert_eq!(kind_of("package a\nx if data.classes.secret == 1"), "none");
    let found = problems("package a\nx if starts_with(\"a\", \"b\")");
    assert_eq!(found[0].help, "did you mean `startswith`?");
    let found = problems("package a\n\nx if { y == 1 }");
    assert_eq!(
        (found[0].line, found[0].column, found[0].path.as_str()),
        (3, 8, "a.rego"),
        "{found:?}"
    );
}

#[test]
fn syntax_errors_carry_their_place() {
    let found = problems("package a\n\nallow if {");
    assert_eq!((found[0].kind, found[0].path.as_str()), ("parse", "a.rego"));
    assert!(found[0].line >= 3, "{found:?}");
    let found = load_files(&[("a.rego", "package a\nx if"), ("b.rego", "pakage b")]).err().unwrap();
    assert_eq!(found.len(), 2, "one of each file: {found:?}");
    let broken = ("b.rego", "package b\nx if");
    let found = load_files(&[("a.rego", "package a\ny if data.b.x"), broken]).err().unwrap();
    assert_eq!(found.len(), 1, "no cascade: {found:?}");
}

#[test]
fn endless_work_is_stopped_and_the_engine_stays_usable() {
    let many = "numbers.range(1, 3000)";
    let text = format!(
        "package a\nslow if {{ some x in {many}; some y in {many}; x * y == -1 }}\nquick := 1"
    );
    let mut evaluator = Evaluator::new(loaded(&text));
    let begin = Instant::now();
    let outcome = evaluator.evaluate("{}", None, r#"["data.a.slow"]"#, LIMIT);
    assert_eq!(outcome.err().map(|failure| failure.kind), Some("timeout"));
    assert!(begin.elapsed() < Duration::from_secs(1));
    let answer = evaluator.evaluate("{}", None, r#"["data.a.quick"]"#, LIMIT).ok();
    assert_eq!(answer.as_deref(), Some(r#"{"results":{"data.a.quick":1}}"#));
}

/// What doubles with each of these rules, and nothing keeps twice.
fn nested(name: &str) -> String {
    let rules = (0..40).map(|i| format!("{name}{} := [{name}{i}, {name}{i}]\n", i + 1));
    format!("{name}0 := [1, 1]\n{}", rules.collect::<String>())
}

#[test]
fn what_makes_much_out_of_little_is_refused_before_it_is_called() {
    let text = "s := concat(\"\", [\"aaaaaaaaaa\" | some _ in numbers.range(1, 30000)])\n";
    let list = "l := [s | some _ in numbers.range(1, 30000)]\n";
    let copies = "p := [{\"op\": \"copy\", \"from\": \"/a\", \"path\": sprintf(\"/a/b%d\", [n])} |\n\
                  \tsome n in numbers.range(1, 60)]\n";
    let f = "f := concat(\"\", [\"%s\" | some _ in numbers.range(1, 30000)])\n";
    for call in [
        "replace(s, \"a\", s)",
        "strings.replace_n({\"a\": s}, s)",
        "regex.replace(s, \"a\", s)",
        "regex.replace(s, \"(.*)\", concat(\"\", [\"$1\" | some _ in numbers.range(1, 1000)]))",
        "concat(s, l)",
        "sprintf(f, l)",
        "json.patch({\"a\": {\"c\": 1}}, p)",
        "json.marshal(x40)",
        "yaml.marshal(x40)",
        "sprintf(\"%v\", [x40])",
        "[value | walk(x40, [_, value])]",
        "max([x40, y40])",
        "object.union({\"a\": x40}, {\"a\": y40})",
    ] {
        let (x, y) = (nested("x"), nested("y"));
        let rule = format!("package a\n{text}{list}{copies}{f}{x}{y}made := {call}\n");
        let mut evaluator = Evaluator::new(loaded(&rule));
        let begin = Instant::now();
        let limit = Duration::from_secs(10);
        let failure = evaluator.evaluate("{}", None, r#"["data.a.made"]"#, limit).err();
        let message = failure.map_or(String::new(), |failure| failure.message);
        assert!(message.contains("more than"), "{call}: {message}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{call}: {:?}", begin.elapsed());
    }
}

#[test]
fn what_stays_small_is_made() {
    let rule = "data.a.x";
    for (call, expected) in [
        ("replace(\"aba\", \"a\", \"cc\")", json!("ccbcc")),
        ("strings.replace_n({\"a\": \"b\", \"b\": \"c\"}, \"ab\")", json!("cc")),
        ("regex.replace(\"ab\", \"(a)\", \"$1$1\")", json!("aab")),
        ("concat(\"-\", {\"a\", \"b\"})", json!("a-b")),
        ("count([1 | walk({\"a\": [1, 2]}, _)])", json!(4)),
        ("json.patch({\"a\": 1}, [{\"op\": \"copy\", \"from\": \"/a\", \"path\": \"/b\"}])", json!({"a": 1, "b": 1})),
        ("json.marshal([1, {\"a\": 2}])", json!("[1,{\"a\":2}]")),
    ] {
        assert_eq!(run(&format!("package a\nx := {call}"), json!({}), rule).ok(), Some(expected), "{call}");
    }
}

#[test]
fn an_error_inside_a_function_never_reads_as_false() {
    let conflict =
        "package a\nf(x) := c if x == 1\nc := 1 if true\nc := 2 if input\nallow if not f(1)";
    assert_eq!(failure_kind(conflict, "data.a.allow"), "conflict");
    let many = "numbers.range(1, 3000)";
    let slow = format!("package a\nf(x) if {{ some y in {many}; some z in {many}; x + y * z == -1 }}\nallow if not f(1)");
    assert_eq!(failure_kind(&slow, "data.a.allow"), "timeout");
}

#[test]
fn conflicting_rules_fail_the_evaluation() {
    let text = "package a\nx := 1 if input.n == 3\nx := 2 if input.user == \"ann\"";
    let outcome = run(text, json!({"n": 3, "user": "ann"}), "data.a.x");
    assert_eq!(outcome.err().map(|failure| failure.kind), Some("conflict"));
}

#[test]
fn a_wrong_argument_makes_a_call_undefined_as_in_opa() {
    let text = "package a\nx if startswith(input.n, \"a\")\ny if not startswith(input.n, \"a\")";
    assert_eq!(run(text, json!({"n": 3}), "data.a.x").ok(), Some(json!("undefined")));
    assert_eq!(run(text, json!({"n": 3}), "data.a.y").ok(), Some(json!(true)));
}

#[test]
fn what_makes_much_of_little_is_refused() {
    for call in [
        "numbers.range(1, 1000000000000)",
        "numbers.range_step(1, 1000000000000, 2)",
        "bits.lsh(1, 4000000000)",
        "sprintf(\"%2000000000d\", [1])",
        "net.cidr_expand(\"10.0.0.0/2\")",
        "to_number(\"1e999999999\")",
    ] {
        assert_eq!(
            failure_kind(&format!("package a\nx := {call}"), "data.a.x"),
            "evaluation",
            "{call}"
        );
    }
    let doubling = (1..40).map(|i| format!("x{i} := concat(\"\", [x{}, x{}])\n", i - 1, i - 1));
    let text = format!(
        "package a\nx if {{\nx0 := \"aaaaaaaaaaaaaaaa\"\n{}count(x39) == 0\n}}",
        doubling.collect::<String>()
    );
    assert_eq!(failure_kind(&text, "data.a.x"), "evaluation");
}

#[test]
fn a_huge_answer_is_refused() {
    let text = "package a\nx := [s | some i in numbers.range(1, 200); s := big]\nbig := concat(\"\", [\"0123456789abcdef\" | some i in numbers.range(1, 3000)])";
    let mut evaluator = Evaluator::new(loaded(text));
    let outcome = evaluator.evaluate("{}", None, r#"["data.a.x"]"#, Duration::from_secs(5));
    assert_eq!(outcome.err().map(|failure| failure.kind), Some("limit"));
}

#[test]
fn built_in_functions_answer_as_they_should() {
    let text = r#"package a
x := {
  "count": count([1, 2]), "output": n, "upper": upper("a"), "regex": regex.match("(?i)^EWR$", "ewr"),
  "walk": count([p | walk({"a": {"b": 1}}, [p, _])]), "time": time.parse_rfc3339_ns("1970-01-01T00:00:01Z"),
  "sprintf": sprintf("%s is %d", ["a", 1]), "set": {1, 2} | {3}, "get": object.get({"a": 1}, "b", 7),
  "range": numbers.range(1, 3), "sum": sum([1, 2]),
} if { count([1, 2, 3], n) }"#;
    let expected = json!({"count": 2, "output": 3, "upper": "A", "regex": true, "walk": 3,
                          "time": 1_000_000_000, "sprintf": "a is 1", "set": [1, 2, 3], "get": 7,
                          "range": [1, 2, 3], "sum": 3});
    let answer = run(text, json!({}), "data.a.x").map_err(|failure| failure.message);
    assert_eq!(answer, Ok(expected));
}

#[test]
fn input_that_is_no_json_fails() {
    let mut evaluator = Evaluator::new(loaded("package a\nx := 1"));
    let outcome = evaluator.evaluate("{", None, r#"["data.a.x"]"#, LIMIT);
    assert_eq!(outcome.err().map(|failure| failure.kind), Some("input"));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let outcome = evaluator.evaluate(&deep, None, r#"["data.a.x"]"#, LIMIT);
    assert_eq!(outcome.err().map(|failure| failure.kind), Some("input"));
}

#[test]
fn the_report_lists_rules_with_places_and_metadata() {
    let text = "# METADATA\n# title: Reading\npackage hanse.read\n\n# METADATA\n# title: Open data\n# custom:\n#   severity: low\nallow if true\n\ndeny contains \"a\" if false\nf(x) := x\ndefault allow := false";
    let report = load_files(&[("a.rego", text)]).ok().map(|loaded| loaded.report).unwrap();
    assert_eq!(report["modules"][0]["package"], "data.hanse.read");
    assert_eq!(report["modules"][0]["metadata"]["title"], "Reading");
    assert_eq!(report["rules"][0]["path"], "data.hanse.read.allow");
    assert_eq!(report["rules"][0]["line"], 9);
    assert_eq!(report["rules"][0]["metadata"]["custom"]["severity"], "low");
    assert_eq!(report["rules"][1]["kind"], "set");
    assert_eq!(report["rules"][2]["kind"], "function");
}

#[test]
fn tests_with_replaced_input_and_data_evaluate() {
    let text = "package a\nallow if { input.user == \"ann\"; data.classes.public == 1 }\ntest_allow if allow with input as {\"user\": \"ann\"} with data.classes as {\"public\": 1}\ntest_mocked if data.nowhere.x == 1 with data.nowhere as {\"x\": 1}";
    assert_eq!(run(text, json!({}), "data.a.test_allow").ok(), Some(json!(true)));
    assert_eq!(run(text, json!({}), "data.a.test_mocked").ok(), Some(json!(true)));
}

#[test]
fn coverage_names_the_lines_that_were_reached() {
    let bundle = loaded("package a\nx if {\n  input.n == 1\n  input.m == 2\n}");
    let mut evaluator = Evaluator::new(bundle);
    evaluator.begin_coverage();
    assert!(evaluator.evaluate(r#"{"n": 2}"#, None, r#"["data.a.x"]"#, LIMIT).is_ok());
    let report: Value = serde_json::from_str(&evaluator.coverage().ok().unwrap()).unwrap();
    assert_eq!(report["files"][0]["covered"], json!([3]));
    assert_eq!(report["files"][0]["not_covered"], json!([4]));
}

#[test]
fn the_report_tells_what_of_the_input_a_rule_reads() {
    let text = "package hanse.read
import input.context.identity as who
default allow := false
allow if { is_owner; input.action.operation == \"Select\" }
is_owner if who.user == \"ann\"
late if input.time > \"2030\"
later if { late; some group in input.context.identity.groups; group == \"a\" }
whole if object.get(input, \"time\", \"\") != \"\"
chosen if { some key in [\"a\"]; input[key] == 1 }
handed if given(input)
given(document) if document.time
fixed if input[\"purpose\"].id
own := 1
shadow(input) := input.time";
    let Ok(loaded) = load_files(&[("a.rego", text)]) else { panic!() };
    let inputs = |name: &str| {
        let rules = loaded.report["rules"].as_array().unwrap();
        let path = format!("data.hanse.read.{name}");
        rules.iter().find(|rule| rule["path"] == path.as_str()).unwrap()["inputs"].clone()
    };
    assert_eq!(inputs("allow"), json!(["action", "context"]));
    assert_eq!(inputs("late"), json!(["time"]));
    assert_eq!(inputs("later"), json!(["context", "time"]));
    for whole in ["whole", "chosen", "handed"] {
        assert_eq!(inputs(whole), json!(["*"]), "{whole}");
    }
    assert_eq!(inputs("fixed"), json!(["purpose"]));
    assert_eq!(inputs("own"), json!([]));
}
