// SPDX-License-Identifier: Apache-2.0
#include "contract/mesh_relationships.h"

#include <algorithm>

#include "base/utf8.h"
#include "contract/make_checks.h"
#include "contract/published_table.h"

namespace hanse::contract {
namespace {

std::string published_name(const catalog::TableEntry& entry) {
  return entry.schema + "." + entry.name;
}

// `../shop/orders.odcs.yaml`, seen from a file of another folder, from the mesh folder on.
std::string from_folder_of(const std::string& file, const std::string& written) {
  std::vector<std::string> parts;
  const size_t slash = file.rfind('/');
  const std::string joined =
      slash == std::string::npos ? written : file.substr(0, slash + 1) + written;
  for (size_t at = 0; at <= joined.size();) {
    const size_t end = std::min(joined.find('/', at), joined.size());
    const std::string part = joined.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty())
      parts.pop_back();
    else
      parts.push_back(part);
  }
  return fmt::format("{}", fmt::join(parts, "/"));
}

std::string file_of(std::string_view path) {
  return std::string(path.substr(path.find_last_of('/') + 1));
}

const spec::Property* column_named(const catalog::TableEntry& entry, const std::string& name) {
  for (const spec::Property& property : entry.object->properties)
    if (property.name == name || (!property.id.empty() && property.id == name)) return &property;
  return nullptr;
}

void not_run(Check& check, std::string reason) {
  check.measure = Measure::kNotRun;
  check.reason = std::move(reason);
}

bool relates(const std::vector<Check>& checks, const Place& place, const std::string& published) {
  return std::ranges::any_of(checks, [&](const Check& check) {
    return check.reference && check.reference->published == published && check.column == place.path;
  });
}

Check concept_check(const catalog::TableEntry& from, const Place& place,
                    const catalog::TableEntry& target, const spec::Property& key) {
  const std::string published = published_name(target);
  Check check = check_at(place, *from.object, fmt::format("concept({})", published));
  check.key = "relationship";
  check.dimension = "consistency";
  check.code = "HNS-C090";
  // No contract states it: it follows from the glossary.
  check.severity = Severity::kWarning;
  check.text = fmt::format("`{}` is in `{}` of `{}`: both are the concept `{}`", place.path,
                           key.name, published, key.concept_address);
  check.measure = Measure::kOrphans;
  check.key_values = {place.value};
  check.reference = Reference{target.contract->path, published, target.object->name, {key.name}};
  return check;
}

// Said whether there is such a table or not.
Check lonely_check(const catalog::TableEntry& from, const Place& place) {
  Check check = check_at(place, *from.object, "concept");
  check.key = "relationship";
  check.dimension = "consistency";
  check.code = "HNS-C090";
  check.severity = Severity::kWarning;
  check.text =
      fmt::format("`{}` is a key of the concept `{}`", place.path, place.property->concept_address);
  not_run(check, "no product whose key it is may be read by this one: it takes an agreement");
  return check;
}

// The key of a table, when it is this concept alone; else null.
const spec::Property* concept_key(const catalog::TableEntry& entry, const std::string& address) {
  const auto key = entry.object->primary_key();
  return key.size() == 1 && key.front()->concept_address == address ? key.front() : nullptr;
}

std::string why_not(const Error& error) {
  constexpr std::string_view kNone = "no agreement lets the product read it";
  if (error.code == ErrorCode::kNotFound) return std::string(kNone);
  return error.code == ErrorCode::kDenied ? fmt::format("{}: {}", kNone, error.message)
                                          : error.message;
}

}  // namespace

const spec::DataContract* MeshRelationships::contract_of(const catalog::TableEntry& from,
                                                         const std::string& written) const {
  if (written.empty()) return from.contract;
  const auto& contracts = catalog_.model().contracts;
  const std::string path = from_folder_of(from.contract->path, written);
  const spec::DataContract* found = nullptr;
  size_t of_that_name = 0;
  for (const auto& [id, contract] : contracts) {
    if (contract.path == path || id == written) return &contract;
    if (file_of(contract.path) != file_of(written)) continue;
    found = &contract;
    ++of_that_name;
  }
  return of_that_name == 1 ? found : nullptr;
}

const catalog::TableEntry* MeshRelationships::entry_of(const spec::DataContract& contract,
                                                       const std::string& table) const {
  for (const catalog::TableEntry& entry : catalog_.tables()) {
    const spec::SchemaObject& object = *entry.object;
    if (entry.contract == &contract && (equal_ignoring_case(object.name, table) ||
                                        equal_ignoring_case(object.physical_name, table) ||
                                        (!object.id.empty() && object.id == table)))
      return &entry;
  }
  return nullptr;
}

// Asks for exactly the columns that the check compares with. Which columns a table has is told only
// of one that the product may read.
Status MeshRelationships::lead_to(const catalog::TableEntry& target, Check& check) {
  Reference& reference = *check.reference;
  reference.contract = target.contract->path;
  if (target.address.product == product_) return {};
  reference.published = published_name(target);
  std::vector<std::string> columns;
  std::string missing;
  for (const std::string& name : reference.columns)
    if (const spec::Property* column = column_named(target, name))
      columns.push_back(column->name);
    else
      missing = name;
  HANSE_TRY_STATUS(engine_.may_read(target.schema, target.name, columns));
  if (!missing.empty())
    return fail(ErrorCode::kUnsupported,
                fmt::format("the table `{}` has no column `{}`", reference.published, missing));
  if (std::ranges::find(others_, &target, &Other::entry) == others_.end())
    others_.push_back({&target, published_table(target, "")});
  return {};
}

void MeshRelationships::resolve(const catalog::TableEntry& from, std::vector<Check>& checks) {
  for (Check& check : checks) {
    if (check.measure != Measure::kOrphans) continue;
    const Reference& reference = *check.reference;
    const spec::DataContract* contract = contract_of(from, reference.contract);
    const catalog::TableEntry* target =
        contract == nullptr ? nullptr : entry_of(*contract, reference.table);
    if (target == nullptr)
      not_run(check,
              fmt::format(
                  "no product publishes the table `{}`{}", reference.table,
                  reference.contract.empty() ? "" : fmt::format(" of `{}`", reference.contract)));
    else if (const Status led = lead_to(*target, check); !led)
      not_run(check, why_not(led.error()));
  }
}

void MeshRelationships::add_concepts(const catalog::TableEntry& from, const TableUnderTest& table,
                                     std::vector<Check>& checks) {
  const auto own_key = from.object->primary_key();
  for (const Place& place : table.columns) {
    const std::string& concept_address = place.property->concept_address;
    const bool is_key = own_key.size() == 1 && own_key.front() == place.property;
    if (concept_address.empty() || is_key || !place.is_present || is_nested(*place.property))
      continue;
    const size_t before = checks.size();
    bool is_stated = false;
    for (const catalog::TableEntry& target : catalog_.tables()) {
      const spec::Property* key = concept_key(target, concept_address);
      const bool is_other = target.address.product != product_ &&
                            catalog_.find_table(target.schema, target.object->name) == &target;
      if (key == nullptr || !is_other) continue;
      if (relates(checks, place, published_name(target))) {
        is_stated = true;
        continue;
      }
      Check check = concept_check(from, place, target, *key);
      // What the product may not know of looks like what does not exist.
      const Status led = lead_to(target, check);
      if (!led && led.error().code == ErrorCode::kNotFound) continue;
      if (!led) not_run(check, why_not(led.error()));
      checks.push_back(std::move(check));
    }
    if (checks.size() == before && !is_stated) checks.push_back(lonely_check(from, place));
  }
}

std::vector<NamedTable> MeshRelationships::others() const {
  std::vector<NamedTable> out;
  for (const Other& other : others_)
    out.push_back(
        {other.entry->contract->path, other.table.get(), other.entry->schema, other.entry->name});
  return out;
}

}  // namespace hanse::contract
