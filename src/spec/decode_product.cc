// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kVersions[] = {"v1.1.0", "v1.0.0", "v0.9.0"};
constexpr Editions kBefore11 = kOdps09 | kOdps10;
constexpr int64_t kMajorMax = 1'000'000;
constexpr int64_t kGroupSizeMax = 1'000'000;

constexpr Table kInputPort(
    "an input port", "name",
    {text<&InputPort::name>("name", Need::kRequired),
     required_in(kBefore11, text<&InputPort::version>("version")),
     required_in(kBefore11,
                 placed<&InputPort::contract_id, &InputPort::contract_span>("contractId")),
     list<&InputPort::custom, read_custom_property>("customProperties"), stable_id<InputPort>(),
     in(kOdps11, foreign<InputPort>("deprecated", Expect::kBool)),
     foreign<InputPort>("tags", Expect::kTexts),
     foreign<InputPort, check_definition>("authoritativeDefinitions", Expect::kMaps)});

constexpr Table kInputContract(
    "an input contract", "id",
    {text<&InputContractRef::id>("id", Need::kRequired),
     text<&InputContractRef::version>("version", Need::kRequired)});
void read_input_contract(Decoder& decoder, const Node& node, InputContractRef& contract) {
  decoder.map(node, kInputContract, contract);
}

constexpr Table kSbom("an SBOM", "url",
                      {stable_id<Shape>(), checked<Shape>("type", Expect::kText),
                       required_in(kBefore11, checked<Shape>("url", Expect::kText)),
                       in(kOdps11, checked<Shape>("tags", Expect::kTexts)),
                       in(kOdps11, checked<Shape, check_custom_property>("customProperties",
                                                                         Expect::kMaps)),
                       in(kOdps11, checked<Shape, check_definition>("authoritativeDefinitions",
                                                                    Expect::kMaps))});
void check_sbom(Decoder& decoder, const Node& node) {
  Shape shape;
  decoder.map(node, kSbom, shape);
}

void read_port_context(Decoder& decoder, const Node& value, OutputPort& port) {
  read_context(decoder, value, port.foreign);
}

constexpr Table kOutputPort(
    "an output port", "name",
    {text<&OutputPort::name>("name", Need::kRequired),
     required_in(kBefore11, text<&OutputPort::version>("version")),
     placed<&OutputPort::contract_id, &OutputPort::contract_span>("contractId"),
     text<&OutputPort::type>("type"), text<&OutputPort::description>("description"),
     list<&OutputPort::input_contracts, read_input_contract>("inputContracts"),
     list<&OutputPort::custom, read_custom_property>("customProperties"),
     stable_id<OutputPort>(), in(kOdps11, foreign<OutputPort>("deprecated", Expect::kBool)),
     foreign<OutputPort, check_sbom>("sbom", Expect::kMaps),
     in(kOdps11, foreign<OutputPort, check_synonym>("synonyms", Expect::kMaps)),
     foreign<OutputPort>("tags", Expect::kTexts),
     foreign<OutputPort, check_definition>("authoritativeDefinitions", Expect::kMaps),
     in(kOdps11, custom<read_port_context>("context", Expect::kAny))});

constexpr Table kManagementPort(
    "a management port", "name",
    {text<&ManagementPort::name>("name", Need::kRequired),
     text<&ManagementPort::content>("content", Need::kRequired),
     text<&ManagementPort::type>("type"), text<&ManagementPort::url>("url"),
     text<&ManagementPort::channel>("channel"),
     text<&ManagementPort::description>("description"),
     stable_id<ManagementPort>(),
     in(kOdps11, foreign<ManagementPort>("deprecated", Expect::kBool)),
     foreign<ManagementPort>("tags", Expect::kTexts),
     foreign<ManagementPort, check_custom_property>("customProperties", Expect::kMaps),
     foreign<ManagementPort, check_definition>("authoritativeDefinitions", Expect::kMaps)});

template <typename Item, const auto& kTable>
void read_item(Decoder& decoder, const Node& node, Item& item) {
  decoder.map(node, kTable, item);
}

void read_product_context(Decoder& decoder, const Node& value, DataProduct& product) {
  read_context(decoder, value, product.foreign);
}

void read_product_team(Decoder& decoder, const Node& value, DataProduct& product) {
  read_team(decoder, value, product.team);
}

constexpr Table kProduct(
    "a data product", "id",
    {text<&DataProduct::api_version>("apiVersion", Need::kRequired),
     checked<DataProduct>("kind", Expect::kText, Need::kRequired),
     text<&DataProduct::id>("id", Need::kRequired),
     placed<&DataProduct::name, &DataProduct::name_span>("name"),
     text<&DataProduct::version>("version"),
     required_in(kBefore11, text<&DataProduct::status>("status")),
     text<&DataProduct::domain>("domain"), in(kOdps11, text<&DataProduct::type>("type")),
     object<&DataProduct::description, read_description>("description"),
     texts<&DataProduct::tags>("tags"),
     list<&DataProduct::input_ports, read_item<InputPort, kInputPort>>("inputPorts"),
     list<&DataProduct::output_ports, read_item<OutputPort, kOutputPort>>("outputPorts"),
     list<&DataProduct::management_ports, read_item<ManagementPort, kManagementPort>>(
         "managementPorts"),
     list<&DataProduct::support, read_support>("support"),
     custom<read_product_team>("team", Expect::kAny),
     list<&DataProduct::definitions, read_definition>("authoritativeDefinitions"),
     list<&DataProduct::custom, read_custom_property>("customProperties"),
     in(kOdps11, custom<read_product_context>("context", Expect::kAny)),
     in(kOdps11, foreign<DataProduct>("deprecated", Expect::kBool)),
     in(kOdps11, foreign<DataProduct, check_synonym>("synonyms", Expect::kMaps)),
     foreign<DataProduct>("tenant", Expect::kText),
     foreign<DataProduct>("productCreatedTs", Expect::kText)});

// The closed list of custom properties, as far as products have them.
class HanseProperties {
 public:
  HanseProperties(Decoder& decoder, DataProduct& product) : decoder_(decoder), product_(product) {}

  void read() {
    for (const CustomProperty& custom : product_.custom) {
      const std::string& name = custom.property;
      if (name == "materialization") read_materialization(custom);
      else if (name == "refresh") text(custom, product_.refresh);
      else if (name == "purpose") text(custom, product_.purpose);
      else if (name == "declassify") read_declassify(custom);
      else if (name == "minGroupSize") number(custom, kGroupSizeMax, product_.min_group_size);
      else if (name == "defaultMajor") number(custom, kMajorMax, product_.default_major);
      else if (name == "policyParameters") read_parameters(custom);
      else if (name == "externalBuild")
        product_.external_build = read_external_build(decoder_, custom);
    }
  }

 private:
  void wrong(const CustomProperty& custom, std::string_view expected) {
    decoder_.error("HNS-S028", custom.span,
                   fmt::format("the custom property `{}` needs {}", custom.property, expected));
  }
  void text(const CustomProperty& custom, std::string& target) {
    if (custom.value.is_string() && !custom.value.as_string().empty())
      target = custom.value.as_string();
    else
      wrong(custom, "a text");
  }
  void number(const CustomProperty& custom, int64_t high, int& target) {
    const int64_t value = custom.value.as_int(-1);
    if (custom.value.is_integer() && value >= 1 && value <= high) target = static_cast<int>(value);
    else wrong(custom, fmt::format("a whole number from 1 to {}", high));
  }
  void read_materialization(const CustomProperty& custom) {
    const std::string_view value = custom.value.as_string();
    if (value == "view") product_.materialization = Materialization::kView;
    else if (value == "live") product_.materialization = Materialization::kLive;
    else if (value != "table") wrong(custom, "`table`, `view` or `live`");
  }
  void read_declassify(const CustomProperty& custom) {
    product_.declassify_reason = custom.value["reason"].as_string();
    product_.declassify_approver = custom.value["approver"].as_string();
    if (product_.declassify_reason.empty() || product_.declassify_approver.empty() ||
        custom.value.size() != 2)
      wrong(custom, "a map of `reason` and `approver`");
  }
  void read_parameters(const CustomProperty& custom) {
    if (custom.value.is_object()) product_.policy_parameters = custom.value;
    else wrong(custom, "a map");
  }

  Decoder& decoder_;
  DataProduct& product_;
};

}  // namespace

bool decode_product(Decoder& decoder, const Node& root, DataProduct& product) {
  if (!check_heading(decoder, root, {"DataProduct", kVersions})) return false;
  const Node* version = root.find("apiVersion");
  const bool stated = version != nullptr && version->kind == Node::Kind::kString;
  decoder.edition = stated ? odps_edition(version->text) : kOdps11;
  decoder.map(root, kProduct, product);
  HanseProperties(decoder, product).read();
  return !product.id.empty();
}

}  // namespace hanse::spec
