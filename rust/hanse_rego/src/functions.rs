// SPDX-License-Identifier: Apache-2.0
//! Which functions a policy may call: those of Rego that answer by their arguments alone, with
//! guards around the ones that make much out of little, which no timer stops in time.

use crate::growth;
use regorus::unstable::{Expr, NodeRef, Span, BUILTINS};
use regorus::{Engine, LimitError, Source, Value};

/// Functions whose answer depends on more than their arguments, that reach outside, or whose time
/// grows exponentially; and what to use instead.
pub const BANNED: &[(&str, &str)] = &[
    ("time.now_ns", "use `input.time`, the time of the decision"),
    ("rand.intn", "a decision must be repeatable: there is no randomness"),
    ("uuid.rfc4122", "a decision must be repeatable: there is no randomness"),
    ("http.send", "put what the policy needs into a table under `policies/data/`"),
    ("net.lookup_ip_addr", "put what the policy needs into a table under `policies/data/`"),
    ("opa.runtime", "use `input.environment`"),
    ("rego.parse_module", "policies do not read policies"),
    ("rego.metadata.chain", "name the rule in the object that the policy returns"),
    ("rego.metadata.rule", "name the rule in the object that the policy returns"),
    ("graph.reachable_paths", "use `graph.reachable`: the number of paths grows exponentially"),
    ("test.sleep", "remove it"),
    ("trace", "remove it"),
    ("print", "remove it: what a policy says belongs in its result"),
];

pub const RANGE_MAX: i64 = 100_000;
const SHIFT_MAX: i64 = 1_024;
const WIDTH_MAX: u32 = 1_000;
const CIDR_HOST_BITS_MAX: u32 = 16;
const NUMBER_TEXT_MAX: usize = 400;

pub fn banned(name: &str) -> Option<&'static str> {
    BANNED.iter().find(|(banned, _)| *banned == name).map(|(_, help)| *help)
}

/// The number of arguments, if `name` is a function of the language that policies may call.
pub fn arity(name: &str) -> Option<u8> {
    if banned(name).is_some() || name.starts_with("__") {
        return None;
    }
    BUILTINS.get(name).map(|(_, arity)| *arity)
}

pub fn names<'a>() -> impl Iterator<Item = &'a str> {
    BUILTINS.keys().copied().filter(|name| arity(name).is_some())
}

type Guard = fn(&[Value]) -> Result<(), String>;

fn integer(value: &Value) -> Option<i64> {
    value.as_i64().ok()
}

fn range_is_small(args: &[Value]) -> Result<(), String> {
    let (Some(from), Some(to)) = (args.first().and_then(integer), args.get(1).and_then(integer))
    else {
        return Err("a range needs two whole numbers of 64 bits".to_string());
    };
    match to.checked_sub(from).map(i64::unsigned_abs) {
        Some(count) if count < RANGE_MAX as u64 => Ok(()),
        _ => Err(format!("a range has at most {RANGE_MAX} numbers")),
    }
}

fn shift_is_small(args: &[Value]) -> Result<(), String> {
    match args.get(1).and_then(integer) {
        Some(bits) if bits <= SHIFT_MAX => Ok(()),
        _ => Err(format!("a shift is at most {SHIFT_MAX} bits")),
    }
}

fn width_is_small(args: &[Value]) -> Result<(), String> {
    growth::values_are_few(args)?;
    let Some(Ok(format)) = args.first().map(|value| value.as_string()) else { return Ok(()) };
    let mut number: u32 = 0;
    for c in format.chars() {
        number = match c.to_digit(10) {
            Some(digit) => number.saturating_mul(10).saturating_add(digit),
            None => 0,
        };
        if number > WIDTH_MAX && format.contains('%') {
            return Err(format!("a width in a format is at most {WIDTH_MAX}"));
        }
    }
    Ok(())
}

fn network_is_small(args: &[Value]) -> Result<(), String> {
    let Some(Ok(network)) = args.first().map(|value| value.as_string()) else { return Ok(()) };
    let bits = if network.contains(':') { 128 } else { 32 };
    let prefix = network.rsplit('/').next().and_then(|text| text.parse::<u32>().ok());
    match prefix {
        Some(prefix) if prefix <= bits && bits - prefix <= CIDR_HOST_BITS_MAX => Ok(()),
        Some(_) => Err(format!("a network to expand has at most {CIDR_HOST_BITS_MAX} host bits")),
        None => Ok(()),
    }
}

fn number_is_short(args: &[Value]) -> Result<(), String> {
    let Some(Ok(text)) = args.first().map(|value| value.as_string()) else { return Ok(()) };
    let exponent = text.rsplit(['e', 'E']).next().filter(|part| part.len() < text.len());
    let large = exponent.is_some_and(|part| {
        part.trim_start_matches(['+', '-']).parse::<u32>().map_or(true, |value| value > 308)
    });
    if large || text.len() > NUMBER_TEXT_MAX {
        return Err("a number has at most 400 characters and an exponent up to 308".to_string());
    }
    Ok(())
}

const GUARDED: &[(&str, Guard)] = &[
    ("numbers.range", range_is_small),
    ("numbers.range_step", range_is_small),
    ("bits.lsh", shift_is_small),
    ("sprintf", width_is_small),
    ("net.cidr_expand", network_is_small),
    ("to_number", number_is_short),
    ("array.concat", growth::arrays_are_short),
    ("concat", growth::joined_is_short),
    ("replace", growth::replaced_is_short),
    ("strings.replace_n", growth::all_replaced_is_short),
    ("regex.replace", growth::matches_replaced_are_short),
    ("json.patch", growth::patch_is_small),
    ("graph.reachable", growth::values_are_few),
    ("intersection", growth::values_are_few),
    ("json.filter", growth::values_are_few),
    ("json.marshal", growth::values_are_few),
    ("json.marshal_with_options", growth::values_are_few),
    ("json.remove", growth::values_are_few),
    ("max", growth::values_are_few),
    ("min", growth::values_are_few),
    ("object.subset", growth::values_are_few),
    ("object.union", growth::values_are_few),
    ("object.union_n", growth::values_are_few),
    ("sort", growth::values_are_few),
    ("union", growth::values_are_few),
    ("urlquery.encode_object", growth::values_are_few),
    ("walk", growth::values_are_few),
    ("yaml.marshal", growth::values_are_few),
];

/// Puts ourselves in front of every function: an extension of the same name is asked first. The
/// engine is strict, because only then an error in a function of a policy (a conflict, a time-out)
/// ends the evaluation; a wrong argument of a built-in function makes the call undefined, as in
/// OPA.
pub fn install(engine: &mut Engine) -> Result<(), String> {
    let source = Source::from_contents("call".to_string(), "call".to_string())
        .map_err(|error| error.to_string())?;
    let span = Span { source, line: 1, col: 1, start: 0, end: 4 };
    for (name, (function, arity)) in BUILTINS.iter() {
        if banned(name).is_some() {
            continue;
        }
        let guard = GUARDED.iter().find(|(guarded, _)| guarded == name).map(|(_, guard)| *guard);
        let call = Call { name, guard, function: *function, span: span.clone() };
        let extension = move |args: Vec<Value>| call.run(&args);
        engine
            .add_extension(name.to_string(), *arity, Box::new(extension))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

type Function = fn(&Span, &[NodeRef<Expr>], &[Value], bool) -> anyhow::Result<Value>;

#[derive(Clone)]
struct Call {
    name: &'static str,
    guard: Option<Guard>,
    function: Function,
    span: Span,
}

impl Call {
    fn run(&self, args: &[Value]) -> anyhow::Result<Value> {
        if let Some(guard) = self.guard {
            guard(args).map_err(|message| anyhow::anyhow!("`{}`: {message}", self.name))?;
        }
        // The function wants expressions only to say where an argument stands.
        let null =
            NodeRef::new(Expr::Null { span: self.span.clone(), value: Value::Null, eidx: 0 });
        let expressions = vec![null; args.len()];
        match (self.function)(&self.span, &expressions, args, false) {
            Err(error) if error.downcast_ref::<LimitError>().is_some() => Err(error),
            outcome => Ok(outcome.unwrap_or(Value::Undefined)),
        }
    }
}
