// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

// Bytes and structure of a file: HNS-S001 to S013. Names and places: S014 to S019, S030 to S032.
// Fields and values: S020 to S029, S033 to S038.
constexpr CodeEntry kCodes[] = {
    {"HNS-S001", "a byte is not UTF-8",
     "Every file of a mesh is text in UTF-8. A byte that is not would be shown and compared "
     "differently by each tool.",
     "name: caf\\xE9   # saved as Latin-1", "name: café   # saved as UTF-8"},
    {"HNS-S002", "a NUL byte",
     "Files of a mesh are text. A NUL byte ends texts in many tools, so that what is checked and "
     "what is used would differ.",
     "name: a\\x00b", "name: ab"},
    {"HNS-S003", "a tab indents a line",
     "YAML takes only spaces as indentation, since a tab has no agreed width.",
     "teams:\n\t- id: ops", "teams:\n  - id: ops"},
    {"HNS-S004", "the text is not YAML",
     "The file must be one YAML 1.2 document. Only the first place is shown: what follows it "
     "cannot be trusted.",
     "tags: [a, b", "tags: [a, b]"},
    {"HNS-S005", "a key stands twice",
     "A map has each key once; otherwise one of the two values would be lost silently.",
     "id: a\nid: b", "id: a"},
    {"HNS-S006", "the file is empty",
     "A file that says nothing has no effect; it is mostly one that was cut off while it was "
     "written.",
     "# only a comment", "apiVersion: hanse/v1\nkind: Domain\nid: weather"},
    {"HNS-S007", "values lie too deep",
     "Values nest at most 64 levels, aliases included, so that no file can exhaust the stack of a "
     "tool that reads it.",
     "a: [[[[…]]]]   # more than 64 levels", "a: [[1]]"},
    {"HNS-S008", "aliases repeat too much",
     "All anchors and aliases of a file together repeat at most 100,000 values and 16 MiB, so that "
     "a small file cannot grow to gigabytes.",
     "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]   # and so on", "a: &a [x, x]\nb: *a"},
    {"HNS-S009", "more than one document in a file",
     "One file describes one thing.", "id: a\n---\nid: b", "id: a   # and `id: b` in its own file"},
    {"HNS-S010", "the file is too large",
     "A specification file has at most 4 MiB: what people write and review is far smaller.",
     "a contract of 10 MB", "several contracts, one a port"},
    {"HNS-S011", "an alias without its anchor",
     "An alias `*name` repeats what an anchor `&name` before it names.", "b: *defaults",
     "a: &defaults {unit: rows}\nb: *defaults"},
    {"HNS-S012", "a key that is no text",
     "The keys of a map are single values.", "? [a, b]\n: 1", "ab: 1"},
    {"HNS-S013", "a tag",
     "Values mean what they look like in YAML's core schema; tags that make objects of a language "
     "are not read.",
     "value: !!python/name:os.system x", "value: x"},
    {"HNS-S014", "a link leaves the folder of the mesh",
     "What a mesh consists of lies in its folder, so that a copy of the folder is the same mesh "
     "and a specification cannot make Hanse read other files.",
     "domains/weather/domain.yaml -> /etc/passwd", "domains/weather/domain.yaml   # a file"},
    {"HNS-S015", "no regular file",
     "Pipes, sockets and devices are not read: they could block or never end.",
     "mkfifo domains/weather/domain.yaml", "domains/weather/domain.yaml   # a file"},
    {"HNS-S016", "a YAML file whose name nothing reads",
     "In the folders of a mesh each kind of file has its name. A file under another name would "
     "silently have no effect.",
     "domains/weather/observations/product.yaml",
     "domains/weather/observations/product.odps.yaml"},
    {"HNS-S017", "no mesh.yaml",
     "The register `mesh.yaml` at the top makes a folder a mesh.", "domains/weather/domain.yaml",
     "mesh.yaml\ndomains/weather/domain.yaml"},
    {"HNS-S018", "a file or folder cannot be read",
     "Every file of a mesh must be readable: without it the rest would mean something else.",
     "chmod 000 mesh.yaml", "chmod 644 mesh.yaml"},
    {"HNS-S019", "too many files", "A mesh has at most 500,000 specification files.",
     "a generated folder of a million contracts", "several meshes"},
    {"HNS-S020", "an unknown field",
     "Each map has a closed list of fields, the standard's or Hanse's. Additions to ODCS and ODPS "
     "go into `customProperties`.",
     "teams:\n  - id: ops\n    grop: operations", "teams:\n  - id: ops\n    group: operations"},
    {"HNS-S021", "a value of another type",
     "Each field says what it takes: a text, a number, a list or a map. A number that is meant as "
     "text stands in quotes.",
     "version: 1.0", "version: \"1.0\""},
    {"HNS-S022", "a field is missing", "Some fields a thing cannot be without.",
     "teams:\n  - group: operations", "teams:\n  - id: ops\n    group: operations"},
    {"HNS-S023", "a word that is not on the list",
     "Some fields take one word of a closed list.", "ledger: stict", "ledger: strict"},
    {"HNS-S024", "a number out of its range",
     "Numbers have a range in which they make sense; 0 never means `without limit`.",
     "limits: {queryTimeMs: 0}", "limits: {queryTimeMs: 30000}"},
    {"HNS-S025", "an apiVersion that is not read",
     "Read are ODCS 2.2, 3.0, 3.1 and 3.2, ODPS 0.9, 1.0 and 1.1, and hanse/v1.",
     "apiVersion: v1.0",
     "apiVersion: v3.2.0"},
    {"HNS-S026", "a file of another kind",
     "A file's name says its kind, and `kind` must say the same.",
     "# mesh.yaml\nkind: Domain", "# mesh.yaml\nkind: Mesh"},
    {"HNS-S027", "a custom property that looks like one of Hanse's",
     "Custom properties of others are kept and not used. One that is nearly a name of Hanse's is "
     "mostly a slip of the pen.",
     "customProperties:\n  - {property: materialisation, value: view}",
     "customProperties:\n  - {property: materialization, value: view}"},
    {"HNS-S028", "the value of a custom property of Hanse's",
     "`materialization` is `table`, `view` or `live`; `minGroupSize` and `defaultMajor` are whole "
     "numbers from 1; `purpose` and `refresh` are texts; `declassify` is a map of `reason` and "
     "`approver`; `policyParameters` is a map; `quarantine` of a contract is `rows`, or a map of "
     "`limitPercent`; `externalBuild` is a tool's name, or a map of `tool` and, where known, "
     "`project`, `job` and `url`.",
     "customProperties:\n  - {property: materialization, value: cube}",
     "customProperties:\n  - {property: materialization, value: view}"},
    {"HNS-S030", "two contracts of one id",
     "Ports name contracts by their id, so it must be unique in the mesh.",
     "# a.odcs.yaml and b.odcs.yaml\nid: weather-observations",
     "# b.odcs.yaml\nid: weather-stations"},
    {"HNS-S031", "two products of one name in a domain",
     "A product's address is `domain/name`; it leads to one product.",
     "# two folders\nname: observations", "# the second one\nname: stations"},
    {"HNS-S032", "a folder with contracts but no product",
     "Contracts and transforms lie beside the product that they belong to.",
     "domains/weather/observations/table.odcs.yaml",
     "domains/weather/observations/product.odps.yaml\n"
     "domains/weather/observations/table.odcs.yaml"},
    {"HNS-S033", "the comparison of a quality rule",
     "A library or SQL rule has exactly one comparison; the ones with two bounds take the smaller "
     "first.",
     "quality:\n  - {metric: rowCount}", "quality:\n  - {metric: rowCount, mustBeGreaterThan: 0}"},
    {"HNS-S034", "a date or duration in another form",
     "Dates are RFC 3339 (`2026-01-31`), durations ISO 8601 (`P90D`).", "until: 31.01.2026",
     "until: \"2026-01-31\""},
    {"HNS-S035", "a variable that the environment does not have",
     "`${NAME}` in a server stands for a variable of the environment in `mesh.yaml`. One that is "
     "not there would be part of a path.",
     "path: ${DATA_DIR}/x.csv", "environments:\n  - id: dev\n    variables: {DATA_DIR: data}"},
    {"HNS-S036", "more is wrong in a file than is shown",
     "Of one file 100 errors are shown, and 1,000 warnings: a file that is wrong throughout would "
     "otherwise take all memory and bury what is said of others.",
     "a: 1\na: 1\na: 1   # and so on, 100,000 times", "a: 1"},
    {"HNS-S038", "exactly one of several fields",
     "A consumer is a product, an application or a team; a role is held by a group or a person.",
     "consumer: {product: punctuality, team: ops}", "consumer: {product: punctuality}"},
};

}  // namespace

std::span<const CodeEntry> decoding_codes() { return kCodes; }

}  // namespace hanse::spec
