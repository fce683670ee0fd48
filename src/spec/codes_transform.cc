// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-T001", "a transform does not parse",
     "A transform is SQL in the engine's dialect. The place is that of the first word that does "
     "not fit.",
     "SELECT hour, FORM weather.hourly", "SELECT hour FROM weather.hourly"},
    {"HNS-T002", "a transform reads what is no input port",
     "A transform reads the tables of its product's input ports, as `domain.table`, and nothing "
     "else: the ports are what lineage, agreements and policies know of.",
     "SELECT hour FROM harbour.tides   -- no input port has it",
     "inputPorts:\n  - {name: tides, contractId: harbour-tides}"},
    {"HNS-T003", "a transform is not one SELECT",
     "A transform is exactly one SELECT: it has a result and changes nothing.",
     "CREATE TABLE x AS SELECT 1 AS a", "SELECT 1 AS a"},
    {"HNS-T004", "a transform uses a function or form that is not allowed",
     "Functions, table functions and forms of SQL are those of the list of allowed ones: others "
     "reach files, the network or the engine, or cannot be bounded.",
     "SELECT * FROM read_csv('secrets.csv')", "SELECT * FROM weather.hourly"},
    {"HNS-T005", "a transform names a column that does not exist",
     "A transform sees the columns of its input ports' contracts, and those that its agreements "
     "list.",
     "SELECT wind FROM weather.hourly", "SELECT wind_speed FROM weather.hourly"},
    {"HNS-T006", "a transform's columns are not those of the contract",
     "The result has the columns of the table's contract, by name, in any order.",
     "SELECT hour AS h FROM weather.hourly   -- the contract has `hour`",
     "SELECT hour FROM weather.hourly"},
    {"HNS-T007", "a transform's column loses on the way into the contract's type",
     "Every value of a result column must be a value of the contract's type. A cast that loses is "
     "written out, so that it is seen.",
     "SELECT wind_speed AS wind   -- DOUBLE; the contract says integer",
     "SELECT CAST(round(wind_speed) AS BIGINT) AS wind"},
    {"HNS-T008", "a derived column is classified below its sources",
     "A column is at least as strictly classified as every column it is computed from, unless the "
     "product states `declassify` with a reason and an approver.",
     "# patient_age (internal), computed from birth_date (confidential)\nclassification: internal",
     "classification: confidential"},
    {"HNS-T009", "a product over a filtered source without a filter of its own",
     "A warning: policies withhold rows of what the product reads from somebody who would see its "
     "own rows without a filter. Those are filtered as well, or the product states `declassify` "
     "with a reason and an approver; otherwise it gives the rows away.",
     "SELECT count(*) AS n FROM flight_operations.departures   -- rows of EWR are withheld",
     "customProperties:\n  - property: declassify\n"
     "    value: {reason: counts of more than 100 flights, approver: council}"},
};

}  // namespace

std::span<const CodeEntry> transform_codes() { return kCodes; }

}  // namespace hanse::spec
