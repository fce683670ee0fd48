// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "base/digest.h"
#include "base/files.h"
#include "base/utf8.h"
#include "spec/code_parts.h"
#include "spec/model.h"

// The cases of tests/spec that need no steps, without the program: `mesh/` laid over `base/`, then
// what a person sees and what a program reads.
// HANSE_UPDATE_GOLDEN=1 rewrites both.

namespace hanse::spec {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(HANSE_SOURCE_DIR) / "tests" / "spec";
bool is_update() { return std::getenv("HANSE_UPDATE_GOLDEN") != nullptr; }

std::vector<fs::path> cases() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(kCases))
    if (fs::exists(entry.path() / "mesh") && !fs::exists(entry.path() / "steps.txt"))
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

Diagnostics validated(const fs::path& folder) {
  const fs::path mesh = fs::path(testing::TempDir()) / ("hanse-validate-" + random_hex(8));
  constexpr auto kOver = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
  fs::copy(kCases / "base", mesh, kOver);
  fs::copy(folder / "mesh", mesh, kOver);
  auto loaded = load_mesh(mesh.string(), {});
  fs::remove_all(mesh);
  EXPECT_TRUE(loaded);
  return loaded ? std::move(loaded->diagnostics) : Diagnostics();
}

std::string read(const fs::path& path) {
  return read_file(path.string(), kSpecificationBytesMax).value_or("");
}

std::string trimmed(const fs::path& path) { return std::string(trim(read(path))); }

TEST(Validate, SaysOfEachCaseWhatIsExpected) {
  for (const fs::path& folder : cases()) {
    const Diagnostics diagnostics = validated(folder);
    const std::string human = render_human(diagnostics, Colour::kOff);
    const Json machine = (*Json::parse(render_json(diagnostics)))["diagnostics"];
    const fs::path text = folder / "expected.txt", json = folder / "expected.json";
    // The text is the command's: a mesh with warnings only is said to be valid around them.
    const std::string shown = trimmed(text), found(trim(human));
    const bool shows =
        !shown.empty() && (human.find(shown) != std::string::npos ||
                           (!found.empty() && shown.find(found) != std::string::npos));
    const auto expected = Json::parse(read(json));
    const bool is_same = expected && *expected == machine;
    if (is_update()) {
      EXPECT_TRUE(shows || write_file_atomic(text.string(), human));
      EXPECT_TRUE(is_same || write_file_atomic(json.string(), machine.dump_pretty() + "\n"));
      continue;
    }
    EXPECT_TRUE(shows || human.empty()) << folder << "\n" << human;
    EXPECT_TRUE(is_same) << folder << "\n" << machine.dump_pretty();
  }
}

TEST(Validate, EveryRuleIsShownByACase) {
  std::set<std::string> seen;
  for (const fs::path& folder : cases()) {
    const auto expected = Json::parse(read(folder / "expected.json"));
    ASSERT_TRUE(expected) << folder;
    for (const Json& item : expected->items()) seen.emplace(item["code"].as_string());
  }
  for (const CodeEntry& entry : validation_codes())
    EXPECT_TRUE(seen.contains(std::string(entry.code))) << entry.code;
}

TEST(Validate, AnEnvironmentThatIsAskedForMustBeRegistered) {
  auto loaded = load_mesh((kCases / "base").string(), {EnvironmentId("prod")});
  ASSERT_TRUE(loaded);
  bool found = false;
  for (const Diagnostic& item : loaded->diagnostics.items())
    found = found || item.code == "HNS-V005";
  EXPECT_TRUE(found);
}

TEST(Validate, ALongChainOfProductsNeedsNoDeepStack) {
  Model model;
  constexpr int kProducts = 20'000;
  for (int i = 0; i < kProducts; ++i) {
    DataProduct product;
    product.domain_folder = DomainId("d");
    product.name = fmt::format("p{}", i);
    product.id = product.name;
    product.purpose = "x";
    product.output_ports.push_back({"o", "1.0.0", fmt::format("c{}", i)});
    product.input_ports.push_back({"i", "", fmt::format("c{}", (i + 1) % kProducts)});
    model.products.emplace(product.product_id(), product);
    DataContract contract;
    contract.id = fmt::format("c{}", i);
    contract.version = "1.0.0";
    contract.path = "domains/d/p/c.odcs.yaml";
    model.contracts.emplace(contract.id, contract);
  }
  Diagnostics diagnostics;
  validate(model, {}, diagnostics);
  size_t cycles = 0;
  for (const Diagnostic& item : diagnostics.items()) cycles += item.code == "HNS-V023";
  EXPECT_EQ(cycles, 1u);
}

}  // namespace
}  // namespace hanse::spec
