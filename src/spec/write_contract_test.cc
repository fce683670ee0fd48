// SPDX-License-Identifier: Apache-2.0
#include "spec/write_contract.h"

#include <gtest/gtest.h>

#include <random>

#include "base/files.h"
#include "spec/document.h"
#include "spec/lone_contract.h"

namespace hanse::spec {
namespace {

struct Read {
  DataContract contract;
  Diagnostics diagnostics;
};

Read decoded(const std::string& text) {
  Read out;
  const auto source = std::make_shared<const SourceFile>("a.odcs.yaml", text);
  const Node root = read_yaml(source, out.diagnostics);
  Document document;
  document.file = {"a.odcs.yaml", FileKind::kContract, {}, {}, {}};
  decode_document(root, nullptr, document, out.diagnostics);
  if (auto* contract = std::get_if<DataContract>(&document.value)) out.contract = *contract;
  return out;
}

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  int below(int end) { return static_cast<int>(engine_() % static_cast<uint32_t>(end)); }
  bool once_in(int n) { return below(n) == 0; }
  std::string text() {
    static const std::vector<std::string> kParts = {"a",
                                                    "no",
                                                    "2026-01-31",
                                                    "1e3",
                                                    "~",
                                                    "null",
                                                    "a: b",
                                                    "# x",
                                                    "- y",
                                                    "\"q\"",
                                                    "it's",
                                                    "two\nlines",
                                                    "tab\there",
                                                    " lead",
                                                    "trail ",
                                                    "{x}",
                                                    "[y]",
                                                    "&a",
                                                    "*b",
                                                    "!c",
                                                    "%d",
                                                    "@e",
                                                    "`f`",
                                                    "|",
                                                    ">",
                                                    "\xC3\xBC",
                                                    "\xE6\x97\xA5",
                                                    "\xF0\x9F\x9A\xA2",
                                                    "0x1F",
                                                    "12:30",
                                                    "\x7F",
                                                    "\xC2\x85",
                                                    "\xE2\x80\xA8",
                                                    "\xEF\xBB\xBF",
                                                    "\\n",
                                                    "x\n\ny\n",
                                                    "=",
                                                    "<<",
                                                    "?",
                                                    "yes"};
    std::string out = kParts[static_cast<size_t>(below(static_cast<int>(kParts.size())))];
    while (once_in(3)) out += kParts[static_cast<size_t>(below(static_cast<int>(kParts.size())))];
    return out;
  }
  Property property(int depth) {
    Property out;
    out.name = text();
    out.logical_type = static_cast<LogicalType>(below(11));
    if (out.logical_type == LogicalType::kMap || out.logical_type == LogicalType::kVector)
      out.logical_type = LogicalType::kString;
    out.logical_type_stated = true;
    if (once_in(2)) out.description = text();
    if (once_in(3)) out.business_name = text();
    if (once_in(3)) out.enum_values = {"1" + text(), "2" + text()};
    if (once_in(4)) out.examples = {Json(text()), Json(1.5), Json(nullptr), Json(true)};
    if (once_in(4)) out.custom.push_back({text(), Json::object({{text(), 1}}), text(), {}});
    if (out.logical_type == LogicalType::kString && once_in(2)) out.options.pattern = text();
    if (out.logical_type == LogicalType::kNumber && once_in(2)) {
      out.options.minimum = 0.1 * below(100);
      out.options.exclusive_maximum = 1e30;
    }
    out.required = once_in(2);
    if (once_in(3)) {
      out.primary_key = true;
      out.primary_key_position = 1 + below(9);
    }
    if (out.logical_type == LogicalType::kObject && depth < 3)
      out.properties = {property(depth + 1), property(depth + 1)};
    if (out.logical_type == LogicalType::kArray && depth < 3) out.items = {property(depth + 1)};
    return out;
  }

 private:
  std::mt19937 engine_;
};

TEST(WriteContract, DecodingWhatIsWrittenYieldsTheSameContract) {
  const uint32_t seed = std::random_device{}();
  for (uint32_t i = 0; i < 300; ++i) {
    Random random(seed + i);
    DataContract contract;
    contract.api_version = "v3.2.0";
    contract.id = random.text();
    contract.version = random.text();
    contract.description.purpose = random.text();
    contract.tags = {random.text()};
    SchemaObject& table = contract.schema.emplace_back();
    table.name = random.text();
    for (int column = random.below(4); column >= 0; --column)
      table.properties.push_back(random.property(0));
    QualityRule& rule = table.quality.emplace_back();
    rule.metric = "rowCount";
    rule.comparison = "mustBeBetween";
    rule.bounds = {0.5, 1e9};
    ServiceLevel& level = contract.service_levels.emplace_back();
    level.property = "retention";
    level.value = 2;
    const std::string text = write_contract(contract);
    const Read read = decoded(text);
    ASSERT_FALSE(read.diagnostics.has_errors())
        << "seed " << seed + i << "\n"
        << render_human(read.diagnostics, Colour::kOff) << text;
    ASSERT_EQ(contract_json(read.contract).dump_canonical(),
              contract_json(contract).dump_canonical())
        << "seed " << seed + i << "\n"
        << text;
  }
}

TEST(WriteContract, KeepsEveryFieldOfTheExamples) {
  for (const char* path : {"/examples/flights/domains/flight_operations/departures/"}) {
    const auto files = list_folder(std::string(HANSE_SOURCE_DIR) + path);
    ASSERT_TRUE(files);
    size_t looked_at = 0;
    for (const FolderEntry& file : *files) {
      if (!file.name.ends_with(".odcs.yaml")) continue;
      const auto text = read_file(std::string(HANSE_SOURCE_DIR) + path + file.name, 1 << 20);
      ASSERT_TRUE(text);
      Diagnostics diagnostics;
      const auto source = std::make_shared<const SourceFile>(file.name, *text);
      const Json before = to_json(read_yaml(source, diagnostics));
      EXPECT_EQ(contract_json(decoded(*text).contract).dump_canonical(), before.dump_canonical())
          << file.name;
      ++looked_at;
    }
    EXPECT_GT(looked_at, 0u);
  }
}

}  // namespace
}  // namespace hanse::spec
