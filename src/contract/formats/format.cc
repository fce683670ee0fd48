// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/format.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "contract/formats/carried.h"
#include "contract/formats/exporting.h"
#include "contract/formats/relationships.h"

namespace hanse::contract {

void Losses::add(std::string place, std::string_view field, std::string reason, const Span& span) {
  all_.push_back({std::move(place), std::string(field), std::move(reason), span});
}

Result<const Format*> find_format(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Format& format : format_table()) {
    if (format.name == name) return &format;
    names.push_back(format.name);
  }
  const std::string_view near = nearest(name, names);
  std::string all;
  for (std::string_view known : names) all += (all.empty() ? "" : ", ") + std::string(known);
  return fail(ErrorCode::kNotFound, fmt::format("there is no format `{}`", name),
              near.empty() ? "expected " + all : fmt::format("did you mean `{}`?", near));
}

Result<Exported> export_contract(const Format& format, const ContractFile& file) {
  if (format.write == nullptr)
    return fail(ErrorCode::kUnsupported, fmt::format("`{}` is only imported", format.name));
  Losses losses;
  Exported out;
  HANSE_TRY(out.text, format.write(file.contract, losses));
  out.lost = not_carried(file.document, format.carried);
  // What an exporter says of a place is more than the table says of it.
  std::vector<Lost> told = losses.take();
  out.lost.insert(out.lost.end(), std::make_move_iterator(told.begin()),
                  std::make_move_iterator(told.end()));
  std::ranges::stable_sort(out.lost, {}, [](const Lost& lost) { return lost.span.offset; });
  return out;
}

namespace {

void drop_repeated(std::vector<std::string>& values) {
  std::set<std::string> seen;
  std::erase_if(values, [&](const std::string& value) { return !seen.insert(value).second; });
}

// A source may list a value or tag twice, or name nothing: a contract may not.
class Cleaner {
 public:
  explicit Cleaner(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  template <typename T>
  void drop_nameless(std::vector<T>& all, std::string_view what) {
    std::erase_if(all, [&](const T& one) {
      if (!one.name.empty()) return false;
      diagnostics_.warning("HNS-C081", one.span,
                           fmt::format("a {} without a name is left out", what));
      return true;
    });
  }

  void clean(std::vector<spec::Property>& properties) {
    for (spec::Property& property : properties) {
      drop_repeated(property.enum_values);
      drop_repeated(property.tags);
      drop_nameless(property.properties, "column");
      for (auto* inner :
           {&property.properties, &property.items, &property.map_key, &property.map_value})
        clean(*inner);
    }
  }

 private:
  Diagnostics& diagnostics_;
};

// What every contract needs and hardly a source has.
void finish(const std::string& path, Imported& imported) {
  spec::DataContract& contract = imported.contract;
  contract.path = path;
  contract.api_version = "v3.2.0";
  if (contract.id.empty()) contract.id = stem_of(path);
  if (contract.version.empty()) contract.version = "1.0.0";
  if (contract.status.empty()) contract.status = "draft";
  Cleaner cleaner(imported.diagnostics);
  cleaner.drop_nameless(contract.schema, "table");
  for (spec::SchemaObject& table : contract.schema) {
    drop_repeated(table.tags);
    cleaner.drop_nameless(table.properties, "column");
    cleaner.clean(table.properties);
  }
  settle_references(contract, imported.diagnostics);
  imported.diagnostics.sort();
}

}  // namespace

Result<Imported> import_contract(const Format& format, const std::string& path) {
  if (format.read_path == nullptr) {
    if (format.read == nullptr) return import_text(format, path, {});
    HANSE_TRY(std::string text, read_file(path, kSourceBytesMax));
    return import_text(format, path, std::move(text));
  }
  Imported imported;
  HANSE_TRY_STATUS(format.read_path(path, imported));
  finish(path, imported);
  return imported;
}

Result<Imported> import_text(const Format& format, const std::string& name, std::string text) {
  if (format.read == nullptr)
    return fail(ErrorCode::kUnsupported,
                fmt::format("`{}` {}", format.name,
                            format.read_path != nullptr ? "is no text" : "is only exported"));
  Imported imported;
  format.read(std::make_shared<const SourceFile>(name, std::move(text)), imported);
  finish(name, imported);
  return imported;
}

}  // namespace hanse::contract
