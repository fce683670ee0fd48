// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "contract/column_words.h"
#include "contract/personal.h"
#include "contract/personal_kinds.h"
#include "spec/agreement.h"
#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr double kUndescribedShare = 0.5, kUndescribedColumns = 4;
constexpr double kUnpromisedParts = 2;

// HNS-D004
void undocumented(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products()) {
    size_t things = product.tables.size() + product.columns, silent = 0;
    std::vector<std::string> over;
    for (const IndexedTable& table : product.tables) {
      const auto note = [&](bool has_none, const std::string& name) {
        if (has_none) over.push_back(name);
        silent += has_none ? 1 : 0;
      };
      note(table.object->description.empty(), table.object->name);
      for (const spec::Property& column : table.object->properties)
        note(column.description.empty() && column.concept_address.empty(),
             table.object->name + "." + column.name);
    }
    if (static_cast<double>(things) < run.limit("things")) continue;
    const double share = static_cast<double>(silent) / static_cast<double>(things);
    if (share <= run.limit("undescribedShare")) continue;
    run.find({product.str(),
              fmt::format("{} of {} tables and columns have no description", silent, things),
              {{"tables and columns", static_cast<double>(things)},
               {"without description", static_cast<double>(silent)}},
              over,
              product.product->name_span});
  }
}

bool has_terms(const spec::DataContract& contract) {
  return !contract.description.usage.empty() || !contract.description.limitations.empty();
}

// HNS-D005
void unpromised(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products())
    for (const spec::DataContract* contract : product.contracts) {
      std::vector<std::string> missing;
      if (contract->description.purpose.empty()) missing.push_back("what it is for");
      if (!has_terms(*contract)) missing.push_back("terms of use");
      if (contract->service_levels.empty()) missing.push_back("a service level");
      if (contract->support.empty() && product.product->support.empty())
        missing.push_back("where to ask");
      if (static_cast<double>(missing.size()) <= run.limit("missingParts")) continue;
      run.find({product.str(),
                fmt::format("the contract `{}` does not say {}", contract->id, joined(missing)),
                {{"parts of four that are missing", static_cast<double>(missing.size())}},
                missing,
                contract->span});
    }
}

bool is_personal_name(const spec::Property& column, const std::vector<std::string>& table_words) {
  const auto words = contract::words_of(column.name);
  const bool is_scalar = column.logical_type == spec::LogicalType::kString ||
                         column.logical_type == spec::LogicalType::kDate;
  if (!is_scalar) return false;
  if (contract::has_word(words, {"dob", "birthdate", "birthday"})) return true;
  return std::ranges::any_of(contract::personal_kinds(), [&](const contract::PersonalKind& kind) {
    if (kind.needs_person && !contract::tells_of_people(words) &&
        !contract::tells_of_people(table_words))
      return false;
    return contract::has_word(words, kind.names) && !contract::has_word(words, kind.foreign_names);
  });
}

// HNS-D026
void unclassified(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products()) {
    std::vector<std::string> over;
    size_t personal = 0;
    const spec::Property* first = nullptr;
    for (const IndexedTable& table : product.tables) {
      const auto words = contract::words_of(table.object->name);
      for (const spec::Property& column : table.object->properties) {
        if (!is_personal_name(column, words)) continue;
        ++personal;
        if (column.classification || !column.tags.empty() || !column.concept_address.empty())
          continue;
        if (first == nullptr) first = &column;
        over.push_back(table.object->name + "." + column.name);
      }
    }
    if (static_cast<double>(over.size()) <= run.limit("columns")) continue;
    run.find({product.str(),
              fmt::format("{} {} of people by {} and {} no classification: {}",
                          counted(over.size(), "column"), over.size() == 1 ? "tells" : "tell",
                          over.size() == 1 ? "its name" : "their names",
                          over.size() == 1 ? "states" : "state", joined(over)),
              {{"columns about people", static_cast<double>(personal)},
               {"of them without classification", static_cast<double>(over.size())}},
              over,
              first->span});
  }
}

// HNS-D025
void purposeless(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products()) {
    if (product.upstream.empty() || !product.product->purpose.empty()) continue;
    std::vector<std::string> over;
    for (const size_t at : product.upstream) over.push_back(run.index.products()[at].str());
    run.find({product.str(),
              fmt::format("it reads {} and states no purpose",
                          counted(product.upstream.size(), "product")),
              {{"products that it reads", static_cast<double>(over.size())}},
              over,
              product.product->name_span});
  }
  for (const spec::Agreement& agreement : run.index.model().agreements) {
    if (!agreement.purposes.empty() || !spec::is_in_force(agreement, run.now_us)) continue;
    run.find({agreement.consumer_domain.str() + "/" + agreement.id,
              fmt::format("the agreement with `{}/{}` is for no purpose",
                          agreement.provider_domain.str(), agreement.provider_product),
              {{"purposes", 0}},
              {},
              agreement.span});
  }
}

}  // namespace

std::vector<Detector> interface_detectors() {
  return {
      {"HNS-D004",
       "poor documentation",
       "Consumers cannot tell what a table or a column means, and ask, guess or leave.",
       "the implementation guide, pitfalls; Wilkinson et al., The FAIR Guiding Principles, "
       "Scientific Data 3:160018, 2016 (F2, R1)",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "`description` (or a bound concept) of tables and top-level columns of output contracts",
       {{"things", kUndescribedColumns, "tables and columns, from which on the share counts"},
        {"undescribedShare", kUndescribedShare, "share of them that may be without description"}},
       "hanse contract lint FILE names each of them\n"
       "describe them in the contract of OBJECT, or bind columns to concepts of the glossary",
       undocumented},
      {"HNS-D005",
       "poor interfaces",
       "A product is a table with a name: what it is for, what may be done with it, what it "
       "promises and whom to ask is not part of it.",
       "the implementation guide, pitfalls; Dehghani, Data Mesh, O'Reilly 2022, ch. 3",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "per output contract: description.purpose, description.usage or limitations, "
       "slaProperties, support (its own or its product's)",
       {{"missingParts", kUnpromisedParts, "of the four parts that may be missing"}},
       "complete the contract of OBJECT: hanse contract lint FILE shows what advice there is\n"
       "hanse contract diff OLD NEW shows that readers lose nothing by it",
       unpromised},
      {"HNS-D025",
       "use without a purpose",
       "Data is taken without saying what for, so that no rule can tell right use from wrong.",
       "Regulation (EU) 2016/679, Art. 5(1)(b), purpose limitation",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "`purpose` of products that read other products; `purposes` of agreements in force",
       {},
       "state the custom property `purpose` in OBJECT, one of `purposes` of mesh.yaml",
       purposeless},
      {"HNS-D026",
       "personal data without classification",
       "Columns about people look like any other to the policies that should protect them.",
       "Regulation (EU) 2016/679, Art. 25 and 30; ISO/IEC 27002:2022, 5.12",
       Severity::kError,
       DoctorNeed::kFiles,
       "names of text and date columns of output contracts that say e-mail, IBAN, date of birth "
       "and the like (the kinds of `hanse contract infer`), without classification, tag or concept",
       {{"columns", 0, "such columns that a product may have"}},
       "state `classification` (and `tags: [pii]`) on the columns, or bind them to a concept",
       unclassified},
  };
}

}  // namespace hanse::strategy
