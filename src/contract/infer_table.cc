// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "contract/column_words.h"
#include "contract/infer.h"
#include "contract/infer_types.h"
#include "contract/infer_values.h"
#include "contract/personal.h"
#include "spec/names.h"

namespace hanse::contract {
namespace {

using From = ColumnProfile::From;
using spec::LogicalType;

// Names as contracts may have them, each once without regard to case.
class Names {
 public:
  std::string take(const std::string& source) {
    std::string name = spec::name_problem(source).empty() && !needs_quotes(source)
                           ? source
                           : identifier_of(source);
    if (name.size() > spec::kNameBytesMax) name.resize(spec::kNameBytesMax - 8);
    std::string unique = name;
    for (int i = 2; !seen_.insert(ascii_lower(unique)).second; ++i)
      unique = fmt::format("{}_{}", name, i);
    return unique;
  }

 private:
  // What would have to stand in quotes in every statement.
  static bool needs_quotes(const std::string& name) { return identifier_of(name) != name; }
  std::set<std::string> seen_;
};

class TableReader {
 public:
  explicit TableReader(const TableProfile& profile) : profile_(profile) {
    about_people_ = tells_of_people(words_of(profile.name));
    for (const ColumnProfile& column : profile.columns)
      about_people_ =
          about_people_ || tells_of_people(words_of(column.name)) || is_personal(column);
  }

  TableProposal run() {
    TableProposal out;
    out.name = profile_.name;
    Names names;
    for (const ShapeNode& node : profile_.shape) out.columns.push_back(read(node, names));
    for (const std::string& left : profile_.left_out)
      out.evidence.push_back({"column", "left out", 1.0, left, Evidence::Seen::kWhole, false});
    out.quality = table_quality(profile_, out.evidence);
    return out;
  }

 private:
  // By values and name of its own: what makes a table one about people.
  static bool is_personal(const ColumnProfile& column) {
    if (column.from == From::kContainer) return false;
    const TypeChoice choice = choose_type(column);
    if (choice.type == nullptr) return false;
    const auto found = find_personal({column, choice.type->property.logical_type, false});
    return found && found->confidence >= kClassifyFrom && !found->needs_person &&
           found->kind != "IP address";
  }

  ColumnProposal read(const ShapeNode& node, Names& names) {
    const ColumnProfile& column = profile_.columns[node.column];
    ColumnProposal out;
    out.column = node.column;
    if (column.from == From::kContainer)
      read_container(node, column, out);
    else
      read_scalar(column, out);
    if (!column.name.empty()) {
      out.property.name = names.take(column.name);
      if (out.property.name != column.name) out.property.physical_name = column.name;
      describe(column, out);
    }
    return out;
  }

  void read_container(const ShapeNode& node, const ColumnProfile& column, ColumnProposal& out) {
    out.property.logical_type = node.kind;
    out.property.logical_type_stated = true;
    Names inside;
    for (const ShapeNode& part : node.parts) out.parts.push_back(read(part, inside));
    out.evidence.push_back(
        {"type", std::string(spec::to_string(node.kind)), confidence_of(column.present, 0.99),
         fmt::format("all {} values are of it", column.present), Evidence::Seen::kWhole, true});
    if (column.is_repeated) return;
    infer_required(column, out);
    infer_quality(column, out);
  }

  void read_scalar(const ColumnProfile& column, ColumnProposal& out) {
    TypeChoice choice = choose_type(column);
    if (choice.type == nullptr) return;
    out.property.logical_type = choice.type->property.logical_type;
    out.property.logical_type_stated = true;
    out.property.physical_type = choice.type->property.physical_type;
    out.property.options.format = choice.type->property.options.format;
    out.evidence = std::move(choice.evidence);
    if (column.from == From::kJsonMixed)
      out.evidence.push_back({"type", "mixed", 1.0, "the kind of value differs from row to row",
                              Evidence::Seen::kWhole, false});
    if (column.rows == 0) return;  // within lists of a typed file: nothing was counted
    classify(column, out);
    if (column.rows > 0 && !column.is_repeated) infer_required(column, out);
    infer_enum(column, out);
    infer_range(column, *choice.type, out);
    infer_text(column, out);
    infer_quality(column, out);
  }

  void classify(const ColumnProfile& column, ColumnProposal& out) {
    auto found = find_personal({column, out.property.logical_type, about_people_});
    if (!found) return;
    const bool is_proposed = found->confidence >= kClassifyFrom;
    if (is_proposed) {
      out.property.classification = found->classification;
      out.property.tags = found->tags;
      const bool is_text_made_number = found->is_identifier && column.from == From::kText &&
                                       out.property.logical_type == LogicalType::kInteger;
      if (is_text_made_number) {
        out.property.logical_type = LogicalType::kString;
        out.property.physical_type.clear();
        out.evidence.push_back({"type", "string", 0.9,
                                "it names a person: no number to reckon with",
                                Evidence::Seen::kWhole, true});
      }
    }
    out.evidence.push_back({"classification", found->kind, found->confidence, found->words,
                            Evidence::Seen::kSample, is_proposed});
  }

  static void describe(const ColumnProfile& column, ColumnProposal& out) {
    std::string text = sentence_of(column.name);
    for (const Evidence& evidence : out.evidence)
      if (evidence.aspect == "classification" && evidence.is_proposed)
        text += fmt::format(" ({})", evidence.conclusion);
    out.property.description = text + ". Draft from the column's name: edit.";
  }

  const TableProfile& profile_;
  bool about_people_ = false;
};

}  // namespace

TableProposal propose_table(const TableProfile& profile) { return TableReader(profile).run(); }

}  // namespace hanse::contract
