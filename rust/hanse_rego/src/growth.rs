// SPDX-License-Identifier: Apache-2.0
//! How large the answer of a function can get, or what it goes through, told before it is called:
//! one call is not interrupted, and an allocation that fails ends the process. A value may hold
//! another one many times without keeping it twice; whoever copies, prints or compares it meets
//! each time anew, which is what is counted here.

use regorus::Value;

/// Bytes of a text that a function makes.
pub const TEXT_MAX: usize = 4 << 20;
/// Values that a function goes through or makes, a text of 64 bytes counted as one more.
pub const VALUES_MAX: usize = 1_000_000;
const TEXT_BYTES_A_VALUE: usize = 64;

fn too_long() -> String {
    format!("the text would have more than {TEXT_MAX} bytes")
}

fn too_many() -> String {
    format!("more than {VALUES_MAX} values, counted each time that one holds another")
}

fn length(args: &[Value], at: usize) -> usize {
    args.get(at).map_or(0, text_length)
}

fn text_length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        _ => 0,
    }
}

fn text_fits(bytes: usize) -> Result<(), String> {
    if bytes > TEXT_MAX {
        return Err(too_long());
    }
    Ok(())
}

/// Takes from `left` what the value holds; false when more is there. It ends after `left` steps.
fn take(value: &Value, left: &mut usize) -> bool {
    let own = match value {
        Value::String(text) => 1 + text.len() / TEXT_BYTES_A_VALUE,
        _ => 1,
    };
    if own > *left {
        return false;
    }
    *left -= own;
    match value {
        Value::Array(items) => items.iter().all(|item| take(item, left)),
        Value::Set(items) => items.iter().all(|item| take(item, left)),
        Value::Object(members) => {
            members.iter().all(|(key, member)| take(key, left) && take(member, left))
        }
        _ => true,
    }
}

/// What all arguments hold, or none when it is more than `VALUES_MAX`.
fn held(args: &[Value]) -> Option<usize> {
    let mut left = VALUES_MAX;
    args.iter().all(|value| take(value, &mut left)).then(|| VALUES_MAX - left)
}

pub fn values_are_few(args: &[Value]) -> Result<(), String> {
    held(args).map(|_| ()).ok_or_else(too_many)
}

/// Each operation may copy the whole into itself.
pub fn patch_is_small(args: &[Value]) -> Result<(), String> {
    let operations = args.get(1).and_then(|list| list.as_array().ok());
    let copies = operations.map_or(0, |list| {
        let is_copy = |item: &&Value| item["op"].as_string().is_ok_and(|op| op.as_ref() == "copy");
        list.iter().filter(is_copy).count()
    });
    let most = u32::try_from(copies).ok().and_then(|copies| 1_usize.checked_shl(copies));
    match (held(args), most) {
        (Some(values), Some(times)) if values.saturating_mul(times) <= VALUES_MAX => Ok(()),
        _ => Err(too_many()),
    }
}

pub fn arrays_are_short(args: &[Value]) -> Result<(), String> {
    let lengths = args.iter().filter_map(|value| value.as_array().ok()).map(|items| items.len());
    if lengths.sum::<usize>() > VALUES_MAX {
        return Err(too_many());
    }
    Ok(())
}

pub fn joined_is_short(args: &[Value]) -> Result<(), String> {
    let Some(list) = args.get(1) else { return Ok(()) };
    let between = length(args, 0);
    let mut bytes: usize = 0;
    let mut add = |item: &Value| {
        bytes = bytes.saturating_add(text_length(item)).saturating_add(between);
    };
    if let Ok(items) = list.as_array() {
        items.iter().for_each(&mut add);
    } else if let Ok(items) = list.as_set() {
        items.iter().for_each(&mut add);
    }
    text_fits(bytes)
}

fn replaced(text: usize, times: usize, with: usize) -> usize {
    text.saturating_add(times.saturating_mul(with))
}

pub fn replaced_is_short(args: &[Value]) -> Result<(), String> {
    let (Some(Ok(text)), Some(Ok(old))) =
        (args.first().map(Value::as_string), args.get(1).map(Value::as_string))
    else {
        return Ok(());
    };
    let times = text.matches(old.as_ref()).count();
    text_fits(replaced(text.len(), times, length(args, 2)))
}

/// One pattern after the other, each over what the ones before made.
pub fn all_replaced_is_short(args: &[Value]) -> Result<(), String> {
    let (Some(Ok(patterns)), Some(Ok(text))) =
        (args.first().map(Value::as_object), args.get(1).map(Value::as_string))
    else {
        return Ok(());
    };
    let mut now = text.to_string();
    let mut sorted: Vec<_> = patterns.iter().collect();
    sorted.sort();
    for (old, new) in sorted {
        let (Ok(old), Ok(new)) = (old.as_string(), new.as_string()) else { return Ok(()) };
        text_fits(replaced(now.len(), now.matches(old.as_ref()).count(), new.len()))?;
        now = now.replace(old.as_ref(), new);
    }
    Ok(())
}

/// `$1` in the replacement stands for a part of the match, and all matches together for the text.
pub fn matches_replaced_are_short(args: &[Value]) -> Result<(), String> {
    let text = length(args, 0);
    let groups = match args.get(2).map(Value::as_string) {
        Some(Ok(with)) => with.matches('$').count(),
        _ => 0,
    };
    let longest = replaced(text, text + 1, length(args, 2));
    text_fits(longest.saturating_add(groups.saturating_mul(text)))
}
