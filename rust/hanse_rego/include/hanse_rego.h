// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stddef.h>
#include <stdint.h>

// The C interface of the Rego crate. All text is UTF-8 with a length in bytes; JSON in and out.
// Every string in `*answer` is ended by NUL and freed by hanse_rego_string_free; it may be null.
// Nothing unwinds out of these functions. What they need of stack is bounded when a bundle is made:
// an evaluating thread needs 8 MB.
#ifdef __cplusplus
extern "C" {
#endif

enum {
  HANSE_REGO_OK = 0,
  HANSE_REGO_REFUSED = 1,  // the policies have problems: *answer lists all that were found
  HANSE_REGO_FAILED = 2,   // the evaluation failed: *answer says why; decide nothing by it
  HANSE_REGO_USAGE = 3     // a null where something is needed, or text that is not UTF-8
};

// Compiled policies and tables: immutable, thread-safe.
typedef struct hanse_rego_bundle hanse_rego_bundle;
// Evaluates a bundle: one thread at a time.
typedef struct hanse_rego_engine hanse_rego_engine;
// JSON that was read once for many inputs: immutable, thread-safe.
typedef struct hanse_rego_document hanse_rego_document;
// What a bundle's rules say that are the same for every question of one asker about one table:
// immutable, thread-safe.
typedef struct hanse_rego_known hanse_rego_known;

// request: {"modules":[{"path","text"}],"data":{…}}. Paths are unique; `data` is what policies
// see as `data.<name>`.
// OK: {"modules":[{"path","package","line","column","offset","length","metadata"}],
//      "rules":[{"path","package","kind":"value|set|function","file","line","column","inputs",
//                "metadata"}]}
//   with paths as "data.hanse.read.allow"; `inputs` are the members of `input` that the rule and
//   what it uses read, "*" for the whole; `metadata` is the `# METADATA` block above, else null.
// REFUSED: {"errors":[{"kind","path","line","column","offset","length","message","help"}]}, kinds:
//   request, size, nesting, parse, data, banned, unknown_function, arity, unknown_reference,
//   recursion, with (only files that end in `_test.rego` may use it), compile, panic.
int hanse_rego_bundle_create(const char* request, size_t length, hanse_rego_bundle** bundle,
                             char** answer);
void hanse_rego_bundle_free(hanse_rego_bundle* bundle);

// A cheap clone (microseconds) that keeps what it needs of the bundle alive. Null when that is.
hanse_rego_engine* hanse_rego_engine_create(const hanse_rego_bundle* bundle);
void hanse_rego_engine_free(hanse_rego_engine* engine);

// Null when the text is no JSON or larger than 16 MB.
hanse_rego_document* hanse_rego_document_create(const char* json, size_t length);
void hanse_rego_document_free(hanse_rego_document* document);

// What is known for every question about `rules` whose input differs from this one in `time`,
// `action.operation`, `action.resource.table.columns` and `action.filterResources` alone, none of
// which it needs to have. Null when nothing is: no rule is of use, one fails, a rule takes the
// input as a whole.
hanse_rego_known* hanse_rego_known_create(hanse_rego_engine* engine, const char* input,
                                          size_t input_length, const hanse_rego_document* resource,
                                          const char* rules, size_t rules_length,
                                          uint64_t time_limit_us);
void hanse_rego_known_free(hanse_rego_known* known);

// rules: ["data.hanse.read.allow",…], evaluated over one input within one time limit. `resource`,
// when not null, stands in the input as its member of that name. With `known`, `input` has a
// question's own members alone, `resource` is not read, and the answer is that of both together;
// known of another bundle or about other rules fails (request).
// OK: {"results":{path: value}} without the rules that are undefined or do not exist.
// FAILED: {"error":{"kind","message"}}, kinds: request, input, timeout, conflict, evaluation,
//   limit, result, panic. The engine stays usable.
int hanse_rego_evaluate(hanse_rego_engine* engine, const char* input, size_t input_length,
                        const hanse_rego_document* resource, const hanse_rego_known* known,
                        const char* rules, size_t rules_length, uint64_t time_limit_us,
                        char** answer);

// Lines that evaluations of this engine reached since `begin`:
// {"files":[{"path","covered":[line],"not_covered":[line]}]}.
int hanse_rego_coverage_begin(hanse_rego_engine* engine);
int hanse_rego_coverage_report(const hanse_rego_engine* engine, char** answer);

void hanse_rego_string_free(char* string);

#ifdef __cplusplus
}
#endif
