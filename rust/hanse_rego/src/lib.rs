// SPDX-License-Identifier: Apache-2.0
//! Rego for Hanse, behind the C interface of include/hanse_rego.h.

mod analysis;
mod bundle;
mod evaluate;
mod functions;
mod growth;
mod guard;
mod partial;
mod problem;

use bundle::Bundle;
use evaluate::{Document, Evaluator, Failure};
use partial::Known;
use problem::Problem;
use serde_json::{json, Value};
use std::ffi::{c_char, c_int, CString};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, Once};
use std::time::Duration;

// As in include/hanse_rego.h.
const OK: c_int = 0;
const REFUSED: c_int = 1;
const FAILED: c_int = 2;
const USAGE: c_int = 3;

/// A compiled bundle, shared by all evaluators that were made from it.
pub struct BundleHandle(Arc<Bundle>);

fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // With a backtrace wanted, every internal error costs four times as much. The library looks
        // once and remembers: so it looks now.
        std::env::remove_var("RUST_BACKTRACE");
        std::env::remove_var("RUST_LIB_BACKTRACE");
        let _ = std::backtrace::Backtrace::capture();
        // A caught panic is reported as an error; nothing is printed. Failing unit tests do print.
        if !cfg!(test) {
            std::panic::set_hook(Box::new(|_| {}));
        }
    });
}

/// # Safety
/// `bytes` points to `length` readable bytes, or is null.
unsafe fn text<'a>(bytes: *const c_char, length: usize) -> Option<&'a str> {
    if bytes.is_null() {
        return None;
    }
    std::str::from_utf8(std::slice::from_raw_parts(bytes.cast(), length)).ok()
}

/// # Safety
/// `out` is null or points to a place for a string.
unsafe fn give(out: *mut *mut c_char, answer: String) {
    if !out.is_null() {
        // JSON has no NUL byte; should one appear all the same, the caller gets no answer.
        *out = CString::new(answer).map(CString::into_raw).unwrap_or(std::ptr::null_mut());
    }
}

fn errors_json(problems: &[Problem]) -> String {
    json!({"errors": problems.iter().map(Problem::to_json).collect::<Vec<_>>()}).to_string()
}

fn usage_error() -> String {
    let message = "expected UTF-8 text and a place for the answer";
    json!({"error": {"kind": "request", "message": message}}).to_string()
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_bundle_create(
    request: *const c_char,
    length: usize,
    bundle: *mut *mut BundleHandle,
    answer: *mut *mut c_char,
) -> c_int {
    start();
    let (Some(request), false) = (text(request, length), bundle.is_null()) else {
        give(answer, usage_error());
        return USAGE;
    };
    *bundle = std::ptr::null_mut();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let request: Value = serde_json::from_str(request).unwrap_or(Value::Null);
        if !request.is_object() {
            let what = "expected an object with `modules`".to_string();
            return Err(vec![Problem::at_start("request", "", what)]);
        }
        bundle::load(&request)
    }));
    match outcome {
        Ok(Ok(loaded)) => {
            *bundle = Box::into_raw(Box::new(BundleHandle(Arc::new(loaded.bundle))));
            give(answer, loaded.report.to_string());
            OK
        }
        Ok(Err(problems)) => {
            give(answer, errors_json(&problems));
            REFUSED
        }
        Err(_) => {
            let what = "the policy engine gave up on these policies".to_string();
            give(answer, errors_json(&[Problem::at_start("panic", "", what)]));
            REFUSED
        }
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_bundle_free(bundle: *mut BundleHandle) {
    if !bundle.is_null() {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(bundle))));
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_engine_create(bundle: *const BundleHandle) -> *mut Evaluator {
    if bundle.is_null() {
        return std::ptr::null_mut();
    }
    let made = catch_unwind(AssertUnwindSafe(|| Evaluator::new((*bundle).0.clone())));
    made.map(|evaluator| Box::into_raw(Box::new(evaluator))).unwrap_or(std::ptr::null_mut())
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_engine_free(engine: *mut Evaluator) {
    if !engine.is_null() {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(engine))));
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_document_create(
    json: *const c_char,
    length: usize,
) -> *mut Document {
    let Some(json) = text(json, length) else { return std::ptr::null_mut() };
    match catch_unwind(AssertUnwindSafe(|| Document::parse(json))) {
        Ok(Some(document)) => Box::into_raw(Box::new(document)),
        _ => std::ptr::null_mut(),
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_document_free(document: *mut Document) {
    if !document.is_null() {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(document))));
    }
}

/// What is known, and of which bundle.
pub struct KnownHandle {
    bundle: Arc<Bundle>,
    known: Known,
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_known_create(
    engine: *mut Evaluator,
    input: *const c_char,
    input_length: usize,
    resource: *const Document,
    rules: *const c_char,
    rules_length: usize,
    time_limit_us: u64,
) -> *mut KnownHandle {
    let (Some(engine), Some(input), Some(rules)) =
        (engine.as_mut(), text(input, input_length), text(rules, rules_length))
    else {
        return std::ptr::null_mut();
    };
    let limit = Duration::from_micros(time_limit_us);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let known = engine.know(input, resource.as_ref(), rules, limit);
        known.ok().flatten().map(|known| KnownHandle { bundle: engine.bundle(), known })
    }));
    match outcome {
        Ok(Some(known)) => Box::into_raw(Box::new(known)),
        _ => std::ptr::null_mut(),
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_known_free(known: *mut KnownHandle) {
    if !known.is_null() {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(known))));
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_evaluate(
    engine: *mut Evaluator,
    input: *const c_char,
    input_length: usize,
    resource: *const Document,
    known: *const KnownHandle,
    rules: *const c_char,
    rules_length: usize,
    time_limit_us: u64,
    answer: *mut *mut c_char,
) -> c_int {
    let (Some(engine), Some(input), Some(rules)) =
        (engine.as_mut(), text(input, input_length), text(rules, rules_length))
    else {
        give(answer, usage_error());
        return USAGE;
    };
    let limit = Duration::from_micros(time_limit_us);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        match known.as_ref() {
            None => engine.evaluate(input, resource.as_ref(), rules, limit),
            Some(held) if Arc::ptr_eq(&held.bundle, &engine.bundle()) => {
                engine.evaluate_known(input, &held.known, rules, limit)
            }
            Some(_) => Err(Failure::new("request", "what is known is of another bundle")),
        }
    }));
    match outcome {
        Ok(Ok(results)) => {
            give(answer, results);
            OK
        }
        Ok(Err(failure)) => {
            give(answer, failure.to_json());
            FAILED
        }
        Err(_) => {
            give(
                answer,
                json!({"error": {"kind": "panic", "message": "the policy engine gave up"}})
                    .to_string(),
            );
            FAILED
        }
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_coverage_begin(engine: *mut Evaluator) -> c_int {
    let Some(engine) = engine.as_mut() else { return USAGE };
    catch_unwind(AssertUnwindSafe(|| engine.begin_coverage())).map_or(FAILED, |()| OK)
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_coverage_report(
    engine: *const Evaluator,
    answer: *mut *mut c_char,
) -> c_int {
    let Some(engine) = engine.as_ref() else {
        give(answer, usage_error());
        return USAGE;
    };
    match catch_unwind(AssertUnwindSafe(|| engine.coverage())) {
        Ok(Ok(report)) => {
            give(answer, report);
            OK
        }
        Ok(Err(failure)) => {
            give(answer, failure.to_json());
            FAILED
        }
        Err(_) => FAILED,
    }
}

/// # Safety
/// See include/hanse_rego.h.
#[no_mangle]
pub unsafe extern "C" fn hanse_rego_string_free(string: *mut c_char) {
    if !string.is_null() {
        drop(CString::from_raw(string));
    }
}

#[cfg(test)]
mod partial_tests;
#[cfg(test)]
mod tests;
