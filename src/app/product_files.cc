// SPDX-License-Identifier: Apache-2.0
#include "app/product_files.h"

#include <algorithm>

#include "spec/write_yaml.h"

namespace hanse::app {

std::string NewProduct::id() const {
  std::string out = domain + "-" + name;
  std::ranges::replace(out, '_', '-');
  return out;
}

std::string product_text(const NewProduct& product) {
  const auto port = [](const std::string& name, const std::string& contract) {
    return Json::array({Json::object(
        {{"name", name}, {"version", "1.0.0"}, {"contractId", contract}})});
  };
  return spec::write_yaml(Json::object(
      {{"apiVersion", "v1.1.0"},
       {"kind", "DataProduct"},
       {"id", product.id()},
       {"name", product.name},
       {"version", "1.0.0"},
       {"status", "draft"},
       {"domain", product.domain},
       {"type", "sourceAligned"},
       {"description", Json::object({{"purpose", product.description}})},
       {"inputPorts", port(product.input_port, product.input_contract())},
       {"outputPorts", port(product.name, product.id())},
       {"team", Json::object({{"name", product.owner}})},
       {"customProperties", Json::array({Json::object({{"property", "purpose"},
                                                       {"value", product.purpose}})})}}));
}

Json contract_head(const std::string& id, std::string purpose) {
  return Json::object({{"apiVersion", "v3.2.0"},
                       {"kind", "DataContract"},
                       {"id", id},
                       {"version", "1.0.0"},
                       {"status", "draft"},
                       {"description", Json::object({{"purpose", std::move(purpose)}})}});
}

Result<std::string> purpose_of(const spec::Mesh& mesh, const std::string& stated) {
  if (!stated.empty()) return stated;
  if (mesh.purposes.size() == 1) return mesh.purposes[0].id.str();
  return fail(ErrorCode::kInvalidArgument, "the product needs a purpose",
              "state one of mesh.yaml with --purpose");
}

Result<std::string> owner_of(const spec::Mesh& mesh, const std::string& domain,
                             const std::string& stated) {
  for (const spec::DomainEntry& entry : mesh.domains)
    if (entry.id.str() == domain) return entry.owner.str();
  if (!stated.empty()) return stated;
  return fail(ErrorCode::kNotFound, fmt::format("the mesh has no domain `{}`", domain),
              fmt::format("`hanse new domain {} --owner TEAM` makes it", domain));
}

}  // namespace hanse::app
