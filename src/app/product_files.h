// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "spec/mesh.h"

namespace hanse::app {

// Files of a new product with one input port and one output port: what commands that make a
// product of something share. Drafts of version 1.0.0.
struct NewProduct {
  std::string domain, name, owner;
  std::string purpose;                // of mesh.yaml
  std::string description;            // what it is for
  std::string input_port;             // its contract is `<id>-<input_port>`

  std::string id() const;             // domain-name, with `-` for `_`
  std::string folder() const { return "domains/" + domain + "/" + name + "/"; }
  std::string input_contract() const { return id() + "-" + input_port; }
};
std::string product_text(const NewProduct& product);  // product.odps.yaml
// The beginning of an ODCS contract.
Json contract_head(const std::string& id, std::string purpose);

// `stated`, or the only purpose of the register; kInvalidArgument when there are several.
Result<std::string> purpose_of(const spec::Mesh& mesh, const std::string& stated);
// The owner of the domain as the register has it; `stated` for one that is not there yet
// (kNotFound when that is empty, too).
Result<std::string> owner_of(const spec::Mesh& mesh, const std::string& domain,
                             const std::string& stated);

}  // namespace hanse::app
