// SPDX-License-Identifier: Apache-2.0
#include "app/check_samples.h"

#include <algorithm>

#include "app/sight.h"
#include "base/json_text.h"
#include "contract/sample_rows.h"

namespace hanse::app {
namespace {

bool is_broken_by_rows(const Json& check) {
  const std::string_view verdict = check["verdict"].as_string(), key = check["key"].as_string();
  const bool is_wrong = verdict == "failed" || verdict == "warning";
  // No number: the asker may not see how many there are.
  const bool has_rows = check["failing_rows"].is_null() || check["failing_rows"].as_int() > 0;
  return is_wrong && has_rows && check["category"].as_string() != "serviceLevel" && key != "sql" &&
         key != "readable";
}

class Sampling {
 public:
  Sampling(App& app, const govern::Session& session, int count)
      : app_(app), session_(session), count_(count) {}

  Status look() {
    HANSE_TRY(view_, app_.gate().visible(session_));
    return {};
  }

  Status add(catalog::CheckRunRecord& run) {
    const auto table = std::ranges::find_if(
        view_.tables, [&](const auto& each) { return each.table->address == run.table; });
    const bool any = std::ranges::any_of(run.outcomes.items(), is_broken_by_rows);
    if (!any) return {};
    Sight sight;
    if (table == view_.tables.end()) {
      sight.refusal = "there is no such table that you may find";
    } else {
      HANSE_TRY(sight, sight_of(app_, session_, *table));
    }
    for (Json& check : run.outcomes.mutable_items())
      if (is_broken_by_rows(check))
        add_to(check, sight, table == view_.tables.end() ? nullptr : table->table);
    return {};
  }

 private:
  void add_to(Json& check, const Sight& sight, const catalog::TableEntry* table) {
    const std::string columns = text_at(check, "column");
    std::string note = sight.hides(columns);
    Json samples = Json::array();
    if (note.empty()) {
      const auto rows = contract::sample_rows(app_.gate(), session_,
                                              {view_.catalog.get(), table, text_at(check, "id"),
                                               asked(columns, sight, *table), count_});
      if (!rows) note = rows.error().message;
      if (rows && sight.is_filtered)
        note = rows->empty() ? "you may see none of them" : "of the rows that you may see";
      for (const contract::FailingRow& row : rows.value_or(std::vector<contract::FailingRow>())) {
        Json one = Json::object({{"value", row.value}});
        if (!row.key.empty())
          one.set("key", row.key);
        else if (!sight.is_filtered)
          one.set("row", row.row);
        samples.push(std::move(one));
      }
    }
    check.set("samples", std::move(samples));
    if (!note.empty()) check.set("samples_note", note);
  }

  // The columns of the check, and those that name a row where the asker sees them as they are.
  static std::set<std::string> asked(const std::string& columns, const Sight& sight,
                                     const catalog::TableEntry& table) {
    std::set<std::string> out = columns_of_check(columns), key;
    for (const spec::Property* property : table.object->primary_key()) {
      key.insert(property->name);
      if (!sight.readable.contains(property->name) || sight.masked.contains(property->name))
        return out;
    }
    out.merge(key);
    return out;
  }

  App& app_;
  const govern::Session& session_;
  const int count_;
  govern::Gate::View view_;
};

}  // namespace

Result<CheckRuns> with_samples(App& app, const govern::Session& session, CheckRuns runs,
                               int count) {
  Sampling sampling(app, session, count);
  HANSE_TRY_STATUS(sampling.look());
  for (catalog::CheckRunRecord& run : runs) HANSE_TRY_STATUS(sampling.add(run));
  return runs;
}

}  // namespace hanse::app
