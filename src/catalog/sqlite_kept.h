// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "catalog/record_list.h"
#include "catalog/sqlite.h"
#include "catalog/sqlite_parts.h"
#include "catalog/sqlite_schema.h"

namespace hanse::catalog {

// Records of one part, read again only where a mark moved: what a change costs does not grow with
// what is there. Its owner locks.
template <typename T>
class KeptRecords {
 public:
  explicit KeptRecords(const Part& part) : part_(part) {}  // borrowed

  // `read` gives Result<T> of a row. What fails leaves all to be read by the next call.
  template <typename Read>
  Result<RecordList<T>> list(Database& database, Read read) {
    HANSE_TRY(const int64_t schema, schema_of(database));
    if (schema != schema_) {
      HANSE_TRY_STATUS(check_marks(database));
      seen_ = -1;
    }
    HANSE_TRY(const int64_t newest, newest_mark(database));
    if (newest == seen_) return list_;
    // Marks that went back are of another state than the one that was read.
    auto updated =
        seen_ < 0 || newest < seen_ ? read_all(database, read) : read_changed(database, read);
    if (!updated) {
      seen_ = -1;
      return fail(updated.error());
    }
    schema_ = schema;
    seen_ = newest;
    typename RecordList<T>::Items items;
    for (const auto& [key, records] : by_key_)
      items.insert(items.end(), records.begin(), records.end());
    return list_ = RecordList<T>(std::move(items));
  }

 private:
  using Records = typename RecordList<T>::Items;

  // The key stands behind the columns.
  std::string select(const char* which) const {
    return fmt::format("SELECT {}, {} FROM {} r {}", part_.columns,
                       fmt::format(fmt::runtime(part_.key), "r"), part_.table, which);
  }

  // Another one after a backup was restored into the file that is open, or a trigger was dropped.
  static Result<int64_t> schema_of(Database& database) {
    auto query = database.query("PRAGMA schema_version");
    HANSE_TRY_STATUS(query.step());
    return query.number(0);
  }

  // The part's table is named too, so that one that is lost while it is open is found missing.
  Result<int64_t> newest_mark(Database& database) const {
    auto query = database.query(fmt::format(
        "SELECT coalesce(max(n), 0), (SELECT n FROM mark) >= coalesce(max(n), 0),"
        " (SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 0)) FROM marks WHERE part = '{}'",
        part_.table, part_.table));
    HANSE_TRY_STATUS(query.step());
    if (query.number(1) != 1) HANSE_TRY_STATUS(check_marks(database));
    return query.number(0);
  }

  template <typename Read>
  Status read_all(Database& database, Read& read) {
    by_key_.clear();
    auto query = database.query(select(part_.of_all));
    return add(query, read, [&](const std::string& key) -> Records& {
      return by_key_.try_emplace(by_key_.end(), key)->second;
    });
  }

  template <typename Read>
  Status read_changed(Database& database, Read& read) {
    std::vector<std::string> keys;
    {
      auto query = database.query(
          fmt::format("SELECT key FROM marks WHERE part = '{}' AND n > ?", part_.table));
      query.bind(seen_);
      while (true) {
        HANSE_TRY(const bool row, query.step());
        if (!row) break;
        keys.push_back(query.text(0));
      }
    }
    for (const std::string& key : keys) {
      Records records;
      auto query = database.query(select(part_.of_one));
      std::string_view rest = key;
      for (auto more = std::ranges::count(std::string_view(part_.of_one), '?'); more > 1; --more) {
        const size_t end = std::min(rest.find('\n'), rest.size() - 1);
        query.bind(rest.substr(0, end));
        rest.remove_prefix(end + 1);
      }
      query.bind(rest);  // the last one may have lines of its own
      HANSE_TRY_STATUS(add(query, read, [&](const std::string&) -> Records& { return records; }));
      if (records.empty())
        by_key_.erase(key);
      else
        by_key_[key] = std::move(records);
    }
    return {};
  }

  template <typename Read, typename Place>
  Status add(Database::Query& query, Read& read, Place place) const {
    while (true) {
      HANSE_TRY(const bool row, query.step());
      if (!row) return {};
      HANSE_TRY(T record, Result<T>(read(query)));
      place(query.text(part_.count)).push_back(std::make_shared<const T>(std::move(record)));
    }
  }

  const Part& part_;
  int64_t seen_ = -1;  // the newest mark that was read up to; -1: none
  int64_t schema_ = -1;
  std::map<std::string, Records> by_key_;
  RecordList<T> list_;
};

}  // namespace hanse::catalog
