// SPDX-License-Identifier: Apache-2.0
//! Answers in two steps are those of the whole, or there are no two steps.

use crate::bundle::{load, Bundle};
use crate::evaluate::Evaluator;
use crate::partial::Known;
use crate::problem::Problem;
use serde_json::{json, Value};
use std::sync::Arc;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(5);

fn loaded(texts: &[&str]) -> Result<Bundle, Vec<Problem>> {
    crate::start();
    let module = |(number, text): (usize, &&str)| json!({"path": format!("{number}.rego"), "text": text});
    let modules: Vec<Value> = texts.iter().enumerate().map(module).collect();
    let request = json!({"modules": modules, "data": {"classes": {"public": 0}}});
    load(&request).map(|loaded| loaded.bundle)
}

fn bundle(text: &str) -> Arc<Bundle> {
    Arc::new(loaded(&[text]).unwrap_or_else(|problems| panic!("{problems:?}")))
}

fn paths(names: &[&str]) -> String {
    json!(names.iter().map(|name| format!("data.a.{name}")).collect::<Vec<_>>()).to_string()
}

/// The input of a question, without what questions differ in.
fn common(input: &Value) -> Value {
    let mut out = input.clone();
    out.as_object_mut().unwrap().remove("time");
    if let Some(action) = out["action"].as_object_mut() {
        action.remove("operation");
        action.remove("filterResources");
    }
    out
}

fn known_of(evaluator: &mut Evaluator, input: &Value, names: &[&str]) -> Option<Known> {
    let input = common(input).to_string();
    evaluator.know(&input, None, &paths(names), LIMIT).ok().flatten()
}

/// The stable rules that the two steps share; none when there are no two steps.
fn shared(text: &str, names: &[&str]) -> Vec<String> {
    let bundle = bundle(text);
    let Some(partial) = &bundle.partial else { return Vec::new() };
    let roots: Vec<String> = names.iter().map(|name| format!("data.a.{name}")).collect();
    let needed = partial.needed(&roots);
    needed.iter().map(|path| path.trim_start_matches("data.a.").to_string()).collect()
}

/// Asks both ways for each operation and compares; gives the answers of the first.
fn both(text: &str, input: Value, names: &[&str]) -> Value {
    let bundle = bundle(text);
    let mut evaluator = Evaluator::new(bundle);
    let known = known_of(&mut evaluator, &input, names).expect("something is known");
    let mut first = Value::Null;
    for operation in ["read", "look", ""] {
        let mut asked = input.clone();
        asked["time"] = json!("now");
        asked["action"]["operation"] = json!(operation);
        asked["action"]["filterResources"] = json!([operation, "b"]);
        let own = json!({"action": asked["action"], "time": asked["time"]}).to_string();
        let whole = evaluator.evaluate(&asked.to_string(), None, &paths(names), LIMIT);
        let second = evaluator.evaluate_known(&own, &known, &paths(names), LIMIT);
        let text = |answer: Result<String, crate::evaluate::Failure>| match answer {
            Ok(answer) => answer,
            Err(failure) => failure.to_json(),
        };
        let (whole, second) = (text(whole), text(second));
        assert_eq!(whole, second, "{operation}");
        assert!(evaluator.has_second(), "the second step has no engine");
        if first.is_null() {
            first = serde_json::from_str(&whole).expect("JSON");
        }
    }
    first["results"].clone()
}

const RULES: &str = r#"package a

import input.action.operation as wanted
import input.context as who

# Stays where it is.
groups := {group | some group in who.groups}

default open := false

open if "all" in groups

# By parts, over several lines.
rights contains {"rule": "group", "of": name} if {
	some name in groups
	name != "all"
}

rights contains {"rule": "open", "of": ""} if open

level[name] := count(name) if some name in groups

nothing := x if {
	x := input.nowhere
}

near := 1 if open else := 2 if "b" in groups else := 3

allow if {
	wanted == "read"
	count(rights) > 0
	not nothing
}

seen contains name if {
	some name in input.action.filterResources
	level[name] > 0
}

told := {"open": open, "near": near, "levels": level, "of": wanted}
"#;

#[test]
fn answers_of_two_steps_are_those_of_the_whole() {
    for groups in [json!([]), json!(["all"]), json!(["b", "look"]), json!(["b", "all", "read"])] {
        let input = json!({"context": {"groups": groups}, "action": {}});
        let names = ["allow", "seen", "told", "rights", "nothing", "near", "open", "level"];
        both(RULES, input, &names);
    }
    let input = json!({"context": {"groups": ["all", "read"]}, "action": {}});
    let told = both(RULES, input, &["allow", "seen"]);
    assert_eq!(told, json!({"data.a.allow": true, "data.a.seen": ["read"]}));
}

#[test]
fn only_what_does_not_vary_is_shared() {
    let all = ["allow", "seen", "told"];
    assert_eq!(shared(RULES, &all), ["level", "near", "nothing", "open", "rights"]);
    assert_eq!(shared(RULES, &["seen"]), ["level"]);
    assert_eq!(shared(RULES, &["groups"]), ["groups"]);
}

#[test]
fn every_way_to_read_what_is_asked_varies() {
    for body in [
        "input.action.operation == \"read\"",
        "input[\"action\"].operation == \"read\"",
        "input[\"action\"][\"operation\"] == \"read\"",
        "some part in [\"operation\"]; input.action[part] == \"read\"",
        "object.get(input.action, \"operation\", \"\") == \"read\"",
        "taken.operation == \"read\"",
        "some x in [hidden]; x.operation == \"read\"",
        "names(input.action)",
        "helped",
        "called(\"read\")",
        "all := [x | x := input.action.operation]; all[0] == \"read\"",
        "every x in [input.action.operation] { x == \"read\" }",
        "some action in [input.action]; action.operation == \"read\"",
        "some key, value in input.action; key == \"operation\"; value == \"read\"",
        "input.time == \"\"",
        "input.action.resource.table.columns[0] == \"x\"",
        "count(input.action.resource.table) == 1",
        "data.a.helped",
        "not helped",
    ] {
        let text = format!(
            "package a\n\nimport input.action as taken\n\nimport input.action as hidden\n\n\
             names(x) if x.operation == \"read\"\n\ncalled(word) if input.action.operation == word\n\n\
             helped if input.action.operation == \"read\"\n\nfixed := 1\n\n\
             answer if {{ {body}; fixed == 1 }}\n"
        );
        assert_eq!(shared(&text, &["answer"]), ["fixed"], "{body}");
    }
}

#[test]
fn a_variable_does_not_hide_what_its_rule_reads() {
    let text = "package a\n\nword := input.action.operation\n\nfixed := 1\n\n\
                answer := x if { word := 1; x := word } else := y if { fixed == 1; y := word }\n";
    assert_eq!(shared(text, &["answer"]), ["fixed"]);
}

#[test]
fn what_is_the_table_s_does_not_vary() {
    let text = "package a\n\ntable := input.action.resource.table.tableName\n\n\
                answer if { input.action.operation == \"read\"; table == \"t\" }\n";
    assert_eq!(shared(text, &["answer"]), ["table"]);
    let input = json!({"action": {"resource": {"table": {"tableName": "t"}}}});
    assert_eq!(both(text, input, &["answer"]), json!({"data.a.answer": true}));
}

#[test]
fn there_are_no_two_steps_where_the_input_is_taken_as_a_whole() {
    let text = "package a\n\nfixed := 1\n\nanswer if { many; fixed == 1 }\n\nmany if count(input) == 1\n\n\
                other if { input.time != \"\"; fixed == 1 }\n";
    assert_eq!(shared(text, &["other"]), ["fixed"]);
    assert!(shared(text, &["answer"]).is_empty() && shared(text, &["other", "answer"]).is_empty());
    let input = json!({"action": {}});
    assert!(known_of(&mut Evaluator::new(bundle(text)), &input, &["answer"]).is_none());
}

#[test]
fn nothing_is_known_when_a_stable_rule_fails() {
    // The whole asks for `clash` on one operation alone.
    let text = "package a\n\nclash := 1 if input.a\n\nclash := 2 if input.b\n\n\
                answer := clash if input.action.operation == \"read\"\n\n\
                answer := 0 if input.action.operation == \"look\"\n";
    let mut evaluator = Evaluator::new(bundle(text));
    let failing = json!({"a": true, "b": true, "action": {}});
    assert!(known_of(&mut evaluator, &failing, &["answer"]).is_none());
    let sound = json!({"a": true, "action": {}});
    assert_eq!(both(text, sound, &["answer"]), json!({"data.a.answer": 1}));
}

#[test]
fn what_is_known_is_not_used_for_other_rules() {
    let text = "package a\n\none := 1\n\ntwo := 2\n\nfirst if { input.time; one == 1 }\n\n\
                second if { input.time; two == 2 }\n";
    let mut evaluator = Evaluator::new(bundle(text));
    let known = known_of(&mut evaluator, &json!({}), &["first"]).expect("something is known");
    let own = json!({"time": "now"}).to_string();
    let answer = evaluator.evaluate_known(&own, &known, &paths(&["second"]), LIMIT);
    assert_eq!(answer.err().map(|failure| failure.kind), Some("request"));
}

#[test]
fn heads_with_parts_and_packages_below_stay() {
    let text = "package a\n\nwords[\"x\"] := 1\n\nwords[name] := 2 if name := \"y\"\n\n\
                p.q := 3\n\nanswer := [words[input.time], p.q]\n";
    let input = json!({});
    let mut evaluator = Evaluator::new(bundle(text));
    assert!(known_of(&mut evaluator, &input, &["answer"]).is_none());
}

#[test]
fn rules_on_one_line_and_their_comments_are_kept_apart() {
    let text = "package a\n\n# ein Wörtchen davor\nfixed := \"ä\" # danach\n\n\
                answer := fixed if { # innen\n\tinput.time != \"\"\n}\nother := [fixed, \"ü\"]\n\
                raw := `x\n\"y`\n\nlast := [input.time, raw, empty]\n\nempty := \"\"";
    let input = json!({"action": {}});
    let told = both(text, input, &["answer", "other", "last"]);
    let last = json!(["now", "x\n\"y", ""]);
    let wanted = json!({"data.a.answer": "ä", "data.a.other": ["ä", "ü"], "data.a.last": last});
    assert_eq!(told, wanted);
}

#[test]
fn a_rule_s_name_means_the_same_wherever_it_stands() {
    let text = r#"package a

import input.context.groups as given

groups := {group | some group in input.context.groups}

one := 1

level := {"b": 1, "all": 2}

word := "all"

listed contains name if {
	some name in groups
	input.time != ""
}

matched if {
	count(given, one)
	input.time != ""
}

equal if {
	one = count(given)
	input.time != ""
}

indexed := level[word] if input.time != ""

keyed := {word: groups, "list": [one, word]} if input.time != ""

held if {
	word in groups
	every name in groups { level[name] >= one }
	input.time != ""
}

taken(list, what) := [list, what, word]

passed := taken(groups, one) if input.time != ""

hidden := groups if {
	groups := "mine"
	input.time != ""
}

inner := [item | some item in input.context.groups; item != word] if input.time != ""

absent if {
	not missing
	input.time != ""
}

missing := input.context.missing

spelled := data.a.word if input.time != ""
"#;
    let names = [
        "listed", "matched", "equal", "indexed", "keyed", "held", "passed", "hidden", "inner",
        "absent", "spelled",
    ];
    for groups in [json!([]), json!(["all"]), json!(["b", "all"]), json!(["other"])] {
        both(text, json!({"context": {"groups": groups}, "action": {}}), &names);
    }
    let told = both(text, json!({"context": {"groups": ["all"]}, "action": {}}), &names);
    assert_eq!(told["data.a.passed"], json!([["all"], 1, "all"]));
    assert_eq!(told["data.a.indexed"], json!(2));
    assert_eq!(told["data.a.hidden"], json!("mine"));
}

/// What a reader found who looked for rules that answer otherwise in two steps.
#[test]
fn one_imported_name_means_one_thing() {
    let two = ["package a\n\nimport input.context as it\n\nx := it.y\n",
               "package a\n\nimport input.action as it\n\ny := it.operation\n"];
    let rule = ["package a\n\nimport input.context as it\n\nit := input.action.operation\n\nx := it\n"];
    let below = ["package a\n\nimport input.context as it\n\nx := it.y\n",
                 "package a.it\n\ny := input.action.operation\n"];
    for texts in [&two[..], &rule[..], &below[..]] {
        let problems = loaded(texts).err().unwrap_or_default();
        assert_eq!(problems.first().map(|problem| problem.kind), Some("compile"), "{texts:?}");
    }
    let same = ["package a\n\nimport input.action as it\n\nfixed := 1\n\nx if fixed == 1\n",
                "package a\n\nimport input.action as it\n\ny if { it.operation == \"\"; fixed == 1 }\n"];
    assert!(loaded(&same).is_ok());
}

#[test]
fn what_a_file_imports_its_package_knows() {
    let texts = ["package a\n\nimport input.action as it\n\nx := it.operation\n",
                 "package a\n\nfixed := 1\n\nanswer if { it.operation == \"read\"; fixed == 1 }\n"];
    let bundle = loaded(&texts).unwrap_or_else(|problems| panic!("{problems:?}"));
    let partial = bundle.partial.as_ref().expect("two steps");
    assert_eq!(partial.needed(&["data.a.answer".to_string()]), ["data.a.fixed"]);
}

#[test]
fn a_variable_does_not_hide_what_is_imported() {
    let texts = ["package b\n\nmoment := input.action.operation\n",
                 "package a\n\nimport data.b.moment\n\nfixed := 1\n\n\
                  answer := x if { moment := 1; moment == 2; x := fixed } else := moment\n"];
    let bundle = loaded(&texts).unwrap_or_else(|problems| panic!("{problems:?}"));
    let partial = bundle.partial.as_ref().expect("two steps");
    assert_eq!(partial.needed(&["data.a.answer".to_string()]), ["data.a.fixed"]);
}

#[test]
fn what_would_hide_or_show_the_second_step_has_none() {
    for body in [
        "every input in [{\"x\": 1}] { input.x in fixed }",
        "input.hanse_known; fixed",
        "not input.hanse_known; fixed",
        "some key in [\"hanse_known\"]; input[key]; fixed",
    ] {
        let text = format!("package a\n\nfixed := {{1}}\n\nanswer if {{ {body}; input.time }}\n");
        assert!(shared(&text, &["answer"]).is_empty(), "{body}");
    }
    let dotted = ["package a[\"q.r\"]\n\nx := 1\n", "package a\n\nfixed := 1\n"];
    assert!(loaded(&dotted).map_or(true, |bundle| bundle.partial.is_none()));
}

#[test]
fn what_is_known_has_a_size() {
    let text = "package a\n\nlarge := {sprintf(\"%d-%d\", [x, 1000000]) | some x in numbers.range(1, 99999)}\n\n\
                answer if { input.time; count(large) > 1 }\n";
    let mut evaluator = Evaluator::new(bundle(text));
    assert!(known_of(&mut evaluator, &json!({"action": {}}), &["answer"]).is_none());
}
