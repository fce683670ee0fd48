// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace hanse::spec {

// Products of the Linux Foundation's Open Data Product Specification 4.1 (`odps-lf`), which
// describes what is offered to whom at which price, from and to products of Bitol's ODPS 1.1.0,
// which describes ports. Documents are JSON, as to_json gives those of YAML. Pure.

constexpr std::string_view kLfVersion = "4.1";
constexpr std::string_view kLfSchema = "https://opendataproducts.org/v4.1/schema/odps.yaml";
// The custom property of a Bitol product that keeps what only the other format has a field for.
constexpr std::string_view kLfProperty = "odpsLf";

struct Converted {
  Json document;
  // Importing: what is kept in the custom property and has no effect. Exporting: what is lost. By
  // its path in the document that was given: `product.pricingPlans`.
  std::vector<std::string> left_out;
};

struct LfImport {
  std::string language = "en";  // of texts in several languages; the first one there when missing
};
// kInvalidArgument when it is no product of version 4.1, or names no product.
Result<Converted> import_lf_odps(const Json& document, const LfImport& options = {});

struct LfExport {
  std::string language = "en";     // of the product's texts, two letters
  const Json* contract = nullptr;  // of its first output port, if any: becomes the product's SLA
};
// kInvalidArgument when the product has neither name nor id.
Result<Converted> export_lf_odps(const Json& product, const LfExport& options = {});

}  // namespace hanse::spec
