// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hanse::catalog {

// A part of the state that is kept in memory and read again record by record (sqlite_kept.h). Its
// table has triggers that mark the key of a record whose rows change (sqlite_schema.cc), whoever
// changes them.
struct Part {
  const char* table;
  const char* key;      // of the record that a row `{0}` belongs to
  const char* own_key;  // of the row itself, where it may not be that of its record; else null
  const char* columns;  // of a row `r`: what the record is made of
  int count;            // of `columns`
  const char* of_one;   // WHERE and ORDER BY for one key, whose lines are the parameters
  const char* of_all;   // the same for all, in order of their keys
};

inline constexpr const char* kCheckColumns =
    "id, domain, product, tbl, major, contract_version, snapshot_id, trigger, started_us,"
    " finished_us, verdict, n_rows, passed, warnings, failed, not_run";
inline constexpr const char* kRunColumns =
    "id, domain, product, tool, status, message, reported_by, started_us, finished_us, details";

// The current one of each table and the previous ones.
inline constexpr Part kSnapshots = {"snapshots",
                                    "{0}.address",
                                    nullptr,
                                    "id, body, current, address",
                                    4,
                                    "WHERE address = ? ORDER BY id",
                                    "ORDER BY address, id"};
inline constexpr Part kBuilds = {
    "builds",
    "{0}.domain || char(10) || {0}.product",
    nullptr,
    "domain, product, started_us, finished_us, succeeded, message, codes",
    7,
    "WHERE domain = ? AND product = ?",
    "ORDER BY domain, product"};
// Folded: what was granted, with the time of the first revocation.
inline constexpr Part kGrants = {
    "grant_events",
    "printf('%019d', coalesce((SELECT min(seq) FROM grant_events WHERE grant_id = {0}.grant_id"
    " AND kind = 'granted'), {0}.seq))",
    "printf('%019d', {0}.seq)",
    "grant_id, body, coalesce((SELECT min(at_us) FROM grant_events e WHERE e.grant_id = r.grant_id"
    " AND e.kind = 'revoked'), 0)",
    3,
    "WHERE seq = CAST(? AS INTEGER) AND kind = 'granted'",
    "WHERE kind = 'granted' ORDER BY seq"};
// The newest of each table.
inline constexpr Part kLastCheckRuns = {
    "check_runs",
    "{0}.domain || char(10) || {0}.product || char(10) || {0}.major || char(10) || {0}.tbl",
    nullptr,
    kCheckColumns,
    16,
    "WHERE domain = ? AND product = ? AND major = CAST(? AS INTEGER) AND tbl = ?"
    " ORDER BY id DESC LIMIT 1",
    "WHERE id IN (SELECT max(id) FROM check_runs GROUP BY domain, product, tbl, major)"
    " ORDER BY domain, product, major, tbl"};
// The newest of each product.
inline constexpr Part kLastExternalRuns = {
    "external_runs",
    "{0}.domain || char(10) || {0}.product",
    nullptr,
    kRunColumns,
    10,
    "WHERE domain = ? AND product = ? ORDER BY seq DESC LIMIT 1",
    "WHERE seq IN (SELECT max(seq) FROM external_runs GROUP BY domain, product)"
    " ORDER BY domain, product"};

inline constexpr const Part* kParts[] = {&kSnapshots, &kBuilds, &kGrants, &kLastCheckRuns,
                                         &kLastExternalRuns};

}  // namespace hanse::catalog
