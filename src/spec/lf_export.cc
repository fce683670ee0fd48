// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "spec/lf_odps.h"
#include "spec/lf_words.h"

namespace hanse::spec {
namespace {

constexpr size_t kPropositionMax = 512;  // letters that the format takes
constexpr std::string_view kMailto = "mailto:";

class Exporter {
 public:
  Exporter(const Json& product, const LfExport& options) : in_(product), options_(options) {
    for (const Json& custom : in_["customProperties"].items())
      if (custom["property"].as_string() == kLfProperty && custom["value"].is_object())
        out_ = custom["value"];
  }

  Result<Converted> run() {
    const std::string_view id = in_["id"].as_string();
    const std::string_view name = in_["name"].as_string(id);
    if (id.empty() || name.empty())
      return fail(ErrorCode::kInvalidArgument, "the product needs an `id`");
    write_details(id, name);
    write_ports();
    write_holder();
    if (options_.contract != nullptr) write_levels(*options_.contract);
    list_lost();
    Json document = Json::object(
        {{"schema", kLfSchema}, {"version", kLfVersion}, {"product", std::move(out_)}});
    return Converted{std::move(document), std::move(lost_)};
  }

 private:
  Json& part(Json& of, std::string_view key) {
    if (of.find(key) == nullptr || !of.find(key)->is_object()) of.set(key, Json::object());
    return *of.find(key);
  }
  void lose(std::string path) {
    if (std::find(lost_.begin(), lost_.end(), path) == lost_.end())
      lost_.push_back(std::move(path));
  }

  // What was imported keeps its word when it means the same.
  template <size_t N>
  void write_word(Json& details, std::string_view key, const WordPair (&words)[N],
                  std::string_view fallback) {
    const std::string_view said = in_[key].as_string();
    if (to_bitol(words, details[key].as_string()) == said && !said.empty()) return;
    const std::string_view word = to_lf(words, said);
    if (word.empty() && !said.empty()) lose(std::string(key));
    if (!word.empty())
      details.set(key, word);
    else if (details[key].is_null())
      details.set(key, fallback);
  }

  void write_details(std::string_view id, std::string_view name) {
    Json& details = part(part(out_, "details"), options_.language);
    details.set("name", name);
    details.set("productID", id);
    if (details["visibility"].is_null()) details.set("visibility", "private");
    write_word(details, "status", kLfStatuses, "draft");
    write_word(details, "type", kLfTypes, "dataset");
    if (in_["version"].is_string()) details.set("productVersion", in_["version"]);
    if (in_["tags"].is_array()) details.set("tags", in_["tags"]);
    write_description(details);
  }

  void write_description(Json& details) {
    const Json& description = in_["description"];
    const Json& purpose = description["purpose"];
    const bool fits = purpose.as_string().size() <= kPropositionMax;
    if (description["usage"].is_string())
      details.set("description", description["usage"]);
    else if (purpose.is_string() && !fits)
      details.set("description", purpose);
    const bool is_description =
        details["valueProposition"].is_null() && details["description"] == purpose;
    if (purpose.is_string() && fits && !is_description)
      details.set("valueProposition", purpose);
    else if (purpose.is_string() && !fits && description["usage"].is_string())
      lose("description.purpose");
    for (const auto& [key, value] : description.members())
      if (key != "purpose" && key != "usage") lose(fmt::format("description.{}", key));
  }

  void write_ports() {
    const Json& ports = in_["outputPorts"];
    for (size_t i = 0; i < ports.size(); ++i) {
      const Json& port = ports.at(i);
      const std::string path = fmt::format("outputPorts[{}]", i);
      Json& access = part(part(out_, "dataAccess"), port["name"].as_string());
      if (port["description"].is_string())
        part(access, "description").set(options_.language, port["description"]);
      if (port["type"].is_string()) access.set("outputPortType", port["type"]);
      for (const auto& [key, value] : port.members())
        if (key != "name" && key != "description" && key != "type" && key != "contractId" &&
            key != "version")
          lose(fmt::format("{}.{}", path, key));
      write_contract(port, path, i == 0);
    }
  }

  // The format has one contract: that of the first port.
  void write_contract(const Json& port, const std::string& path, bool is_first) {
    const std::string_view id = port["contractId"].as_string();
    if (is_first && !id.empty()) {
      Json& contract = part(out_, "contract");
      contract.set("id", id);
      contract.set("type", "ODCS");
      if (port["version"].is_string()) contract.set("contractVersion", port["version"]);
      return;
    }
    const Json& written = out_["contract"];
    if (port["contractId"].is_string() && !(port["contractId"] == written["id"]))
      lose(path + ".contractId");
    if (port["version"].is_string() && !(port["version"] == written["contractVersion"]))
      lose(path + ".version");
  }

  void write_holder() {
    const Json& team = in_["team"];
    if (team["name"].is_string()) {
      Json& holder = part(out_, "dataHolder");
      holder.set("legalName", team["name"]);
      if (in_["domain"].is_string()) holder.set("businessDomain", in_["domain"]);
    } else if (in_["domain"].is_string()) {
      lose("domain");
    }
    for (const auto& [key, value] : team.members())
      if (key != "name") lose(fmt::format("team.{}", key));
    const Json& support = in_["support"];
    for (size_t i = 0; i < support.size(); ++i) write_channel(support.at(i), i);
  }

  void write_channel(const Json& channel, size_t index) {
    const std::string_view url = channel["url"].as_string();
    if (index == 0 && out_.find("dataHolder") != nullptr && url.starts_with(kMailto))
      part(out_, "dataHolder").set("email", url.substr(kMailto.size()));
    else
      lose(fmt::format("support[{}]", index));
  }

  // A number of the contract that is whole, as an objective of the format.
  static Json objective_of(const Json& value) {
    if (value.is_string() || value.is_integer()) return value;
    return value.is_number() ? Json(fmt::format("{}", value.as_double())) : Json();
  }

  void write_levels(const Json& contract) {
    Json dimensions = Json::array();
    const Json& levels = contract["slaProperties"];
    for (size_t i = 0; i < levels.size(); ++i) {
      const Json& level = levels.at(i);
      const std::string_view dimension = level_of(level["property"].as_string());
      Json objective = objective_of(level["value"]);
      if (dimension.empty() || objective.is_null()) {
        lose(fmt::format("contract.slaProperties[{}]", i));
        continue;
      }
      Json out = Json::object({{"dimension", dimension}, {"objective", std::move(objective)}});
      const std::string_view unit = to_lf(kLfUnits, level["unit"].as_string());
      if (!unit.empty())
        out.set("unit", unit);
      else if (level["unit"].is_string())
        lose(fmt::format("contract.slaProperties[{}].unit", i));
      if (level["description"].is_string()) out.set("description", level["description"]);
      dimensions.push(std::move(out));
    }
    if (dimensions.size() == 0) return;
    Json& declared = part(part(part(out_, "SLA"), "declarative"), "default");
    declared.set("dimensions", std::move(dimensions));
    for (const auto& [key, value] : contract.members())
      if (key == "quality" || key == "price" || key == "roles" || key == "servers")
        lose(fmt::format("contract.{}", key));
  }

  static std::string_view level_of(std::string_view property) {
    for (const WordPair& pair : kLfLevels)
      if (equal_ignoring_case(pair.bitol, property)) return pair.lf;
    return {};
  }

  void list_lost() {
    for (std::string_view key : {"authoritativeDefinitions", "context", "deprecated", "inputPorts",
                                 "managementPorts", "productCreatedTs", "synonyms", "tenant"})
      if (in_.find(key) != nullptr) lose(std::string(key));
    for (const Json& custom : in_["customProperties"].items())
      if (custom["property"].as_string() != kLfProperty)
        lose(fmt::format("customProperties.{}", custom["property"].as_string()));
  }

  const Json& in_;
  const LfExport& options_;
  Json out_ = Json::object();
  std::vector<std::string> lost_;
};

}  // namespace

Result<Converted> export_lf_odps(const Json& product, const LfExport& options) {
  return Exporter(product, options).run();
}

}  // namespace hanse::spec
