// SPDX-License-Identifier: Apache-2.0
#include "spec/lf_odps.h"
#include "spec/lf_words.h"

namespace hanse::spec {
namespace {

// The member in the language, or in the first one.
const Json& localized(const Json& texts, const std::string& language) {
  const Json* found = texts.find(language);
  if (found == nullptr && texts.is_object() && texts.size() > 0)
    found = &texts.members().front().second;
  return found == nullptr ? texts["\n"] : *found;
}

bool is_version(const Json& document) {
  const Json& version = document["version"];
  return version.is_number() ? version.as_double() == 4.1
                             : version.as_string() == "4.1" || version.as_string() == "v4.1";
}

class Importer {
 public:
  Importer(const Json& document, const LfImport& options)
      : product_(document["product"]), language_(options.language), kept_(product_) {}

  Result<Converted> run() {
    const Json& details = localized(product_["details"], language_);
    const std::string_view name = details["name"].as_string();
    const std::string_view id = details["productID"].as_string();
    if (name.empty() || id.empty())
      return fail(ErrorCode::kInvalidArgument,
                  "`product.details` needs a `name` and a `productID` in some language");
    out_ = Json::object(
        {{"apiVersion", "v1.1.0"}, {"kind", "DataProduct"}, {"id", id}, {"name", name}});
    take(details, "productVersion", "version");
    read_words(details);
    read_description(details);
    if (details["tags"].is_array()) out_.set("tags", details["tags"]);
    read_ports();
    read_holder();
    keep();
    return Converted{std::move(out_), std::move(left_out_)};
  }

 private:
  void take(const Json& from, std::string_view key, std::string_view to) {
    if (from[key].is_string()) out_.set(to, from[key]);
  }

  void read_words(const Json& details) {
    const std::string_view status = to_bitol(kLfStatuses, details["status"].as_string());
    out_.set("status", status.empty() ? Json("draft") : Json(status));
    const std::string_view type = to_bitol(kLfTypes, details["type"].as_string());
    if (!type.empty()) out_.set("type", type);
  }

  void read_description(const Json& details) {
    Json description;
    if (details["valueProposition"].is_string()) {
      description.set("purpose", details["valueProposition"]);
      if (details["description"].is_string()) description.set("usage", details["description"]);
    } else if (details["description"].is_string()) {
      description.set("purpose", details["description"]);
    }
    if (!description.is_null()) out_.set("description", std::move(description));
  }

  // Each way of access is a port; the contract is that of all of them.
  void read_ports() {
    const Json& contract = product_["contract"];
    Json ports = Json::array();
    for (const auto& [name, access] : product_["dataAccess"].members()) {
      if (!access.is_object()) continue;
      Json port = Json::object({{"name", name}});
      const Json& text = localized(access["description"], language_);
      if (text.is_string()) port.set("description", text);
      if (access["outputPortType"].is_string()) port.set("type", access["outputPortType"]);
      ports.push(std::move(port));
    }
    if (ports.size() == 0 && contract["id"].is_string())
      ports.push(Json::object({{"name", "default"}}));
    for (Json& port : ports.mutable_items()) {
      if (contract["contractVersion"].is_string()) port.set("version", contract["contractVersion"]);
      if (contract["id"].is_string()) port.set("contractId", contract["id"]);
    }
    if (ports.size() > 0) out_.set("outputPorts", std::move(ports));
  }

  void read_holder() {
    // Editions before 4.1 had it by language.
    const Json& stated = product_["dataHolder"];
    const Json& holder = stated["legalName"].is_string() ? stated : localized(stated, language_);
    take(holder, "businessDomain", "domain");
    if (holder["legalName"].is_string())
      out_.set("team", Json::object({{"name", holder["legalName"]}}));
    const std::string_view mail = holder["email"].as_string();
    if (!mail.empty())
      out_.set("support", Json::array({Json::object({{"channel", "email"},
                                                     {"url", fmt::format("mailto:{}", mail)},
                                                     {"tool", "email"}})}));
  }

  // The whole product stays beside what was read of it, so that an export gives it back.
  void keep() {
    for (const auto& [name, part] : product_.members())
      if (name != "details" && name != "contract" && name != "dataAccess" && name != "dataHolder")
        left_out_.push_back(fmt::format("product.{}", name));
    out_.set("customProperties",
             Json::array({Json::object({{"property", kLfProperty}, {"value", kept_}})}));
  }

  const Json& product_;
  const std::string language_;
  const Json kept_;
  Json out_;
  std::vector<std::string> left_out_;
};

}  // namespace

Result<Converted> import_lf_odps(const Json& document, const LfImport& options) {
  if (!is_version(document) || !document["product"].is_object())
    return fail(
        ErrorCode::kInvalidArgument,
        fmt::format("this is no product of the Open Data Product Specification {}", kLfVersion),
        fmt::format("expected `schema: {}`, `version: {}` and `product`", kLfSchema, kLfVersion));
  return Importer(document, options).run();
}

}  // namespace hanse::spec
