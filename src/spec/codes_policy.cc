// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-P001", "a policy does not parse",
     "A policy is Rego in version 1 syntax (`if` and `contains` are required) in UTF-8.",
     "package hanse.read\nallow { true }\n", "package hanse.read\nallow if true\n"},
    {"HNS-P002", "a policy is too large or too deeply nested",
     "A file has at most 1 MB; brackets and braces nest at most 10 deep, parentheses 16, and an "
     "expression has at most 200 operators: the parser's time and the evaluator's stack grow "
     "with them and nothing could stop it. Long bodies and chains of rules are split.",
     "x := [[[[[[[[[[[1]]]]]]]]]]]\n", "inner := [1]\nx := [inner]\n"},
    {"HNS-P003", "a policy calls a function that is not allowed",
     "A decision is evaluated again later and must give the same answer: functions that read "
     "the clock, chance, the network or the engine are refused.",
     "allow if time.now_ns() < input.until\n", "allow if input.time < input.until\n"},
    {"HNS-P004", "a policy calls a function that does not exist, or with wrong arguments",
     "Every function that is called is one of the language or of the same scope's policies, "
     "with as many arguments as it takes.",
     "allow if starts_with(input.user, \"a\")\n", "allow if startswith(input.user, \"a\")\n"},
    {"HNS-P005", "a rule needs itself",
     "Rules and functions refer to one another without a cycle; a reference to a package "
     "needs all rules in it.",
     "f(x) := g(x)\ng(x) := f(x)\n", "f(x) := g(x)\ng(x) := x + 1\n"},
    {"HNS-P006", "a policy refers to what does not exist",
     "A reference below `data` leads to a table of `policies/data/` or to a rule of the same "
     "scope. Local policies are evaluated apart from global ones and do not see them.",
     "package domains.weather.read\nallow if data.hanse.read.allow\n",
     "package domains.weather.read\nallow if \"weather\" in input.context.identity.groups\n"},
    {"HNS-P007", "a policy does not compile",
     "Every variable gets its value from some statement of its body, is used after it, and "
     "does not have its rule's name.",
     "allow if usr == \"ann\"\n", "allow if input.user == \"ann\"\n"},
    {"HNS-P008", "a policy is in another scope's package",
     "Files in `policies/` are in `package hanse` or below, those of a domain in `package "
     "domains.<id>` or below, with `-` in the id written `_`.",
     "# domains/flight-operations/policies/read.rego\npackage hanse.read\n",
     "# domains/flight-operations/policies/read.rego\n"
     "package domains.flight_operations.read\n"},
    {"HNS-P009", "no decision asks for this rule",
     "The gate asks for `discover`, `columns`, `allow`, `rowFilters`, `batchColumnMasks` and "
     "`reasons`; a rule whose name is nearly one of them is taken for a slip. A part of one, "
     "`rowFilters[\"a\"]`, is a rule of its own that nothing asks for, and so is every rule of "
     "such a name in another package than `read`, `spec` and `change` below the scope's own, "
     "unless another policy uses that package: they are refused, since the filter or the denial "
     "would be lost.",
     "rowFilter contains {\"field\": \"a\", \"operator\": \"isNotNull\"}\n",
     "rowFilters contains {\"field\": \"a\", \"operator\": \"isNotNull\"}\n"},
    {"HNS-P010", "a policy table cannot be used",
     "A table is named by its file with letters, digits and `_`, once, and neither `hanse` nor "
     "`domains`, which would hide the policies.",
     "policies/data/hanse.yaml\n", "policies/data/access.yaml\n"},
    {"HNS-P011", "the policy engine gave up",
     "The embedded engine failed on these policies; they are refused.",
     "a policy that the engine cannot take", "the same rule, written in smaller ones"},
    {"HNS-P012", "`with` outside a test",
     "Only files that end in `_test.rego` replace input, data or functions.",
     "allow if other with input as {}\n", "allow if other\n"},
    {"HNS-P013", "a policy refuses the specification",
     "A rule `deny` or `violation` of the mesh's or the domain's policies holds for this file. "
     "What is refused is not planned; the rule's own text says what it wants.",
     "classification: internal   # of a column tagged pii",
     "classification: confidential"},
    {"HNS-P014", "a policy warns of the specification",
     "A rule `warn` holds for this file. It stops nothing.", "support: []",
     "support: [{channel: \"#weather\"}]"},
    {"HNS-P015", "a policy could not be evaluated",
     "A rule failed or took too long on this file. What cannot be decided is refused.",
     "deny contains message if message := 1 / input.rows\n",
     "deny contains message if {\n\tinput.rows > 0\n\tmessage := 1 / input.rows\n}\n"},
    {"HNS-P016", "a test of a policy failed",
     "Every rule whose name begins with `test_` must hold.",
     "test_stranger if allow with input as {\"user\": \"stranger\"}\n",
     "test_stranger if not allow with input as {\"user\": \"stranger\"}\n"},
};

}  // namespace

std::span<const CodeEntry> policy_codes() { return kCodes; }

}  // namespace hanse::spec
