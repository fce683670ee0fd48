// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/edge_list.h"

#include <unordered_map>

#include "spec/decoder.h"
#include "spec/fields.h"
#include "strategy/domains/csv_table.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Need;
using spec::Node;

struct EdgeRow {
  std::string from, to;
  double weight = 1;
};
constexpr spec::TypedField<EdgeRow> kWeight = {
    {"weight", spec::Expect::kNumber, Need::kOptional,
     [](Decoder& decoder, const Node& value, void* target) {
       const auto number = spec::number_of(value.text);
       if (number && *number >= 0 && *number <= 1e15)
         static_cast<EdgeRow*>(target)->weight = *number;
       else
         decoder.error("HNS-S024", value.span, "expected a number that is not below 0");
     }}};
constexpr spec::Table kEdge("an edge", "from",
                            {spec::text<&EdgeRow::from>("from", Need::kRequired),
                             spec::text<&EdgeRow::to>("to"), kWeight});
constexpr CsvColumn kEdgeColumns[] = {{"from"}, {"to"}, {"weight", CsvCell::kNumber}};

struct MemberRow {
  std::string node, community;
};
constexpr spec::Table kMember("a member", "node",
                              {spec::text<&MemberRow::node>("node", Need::kRequired),
                               spec::text<&MemberRow::community>("community", Need::kRequired)});
constexpr CsvColumn kMemberColumns[] = {{"node"}, {"community"}};

// Numbers for names in order of appearance.
class NameNumbers {
 public:
  std::uint32_t of(const std::string& name) {
    return numbers_.try_emplace(name, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace

EdgeList read_edge_list(std::shared_ptr<const SourceFile> file, Diagnostics& diagnostics) {
  EdgeList list;
  NameNumbers numbers;
  Decoder decoder({diagnostics, file->path()});
  const auto node_of = [&](const std::string& name) {
    const std::uint32_t number = numbers.of(name);
    if (number == list.names.size()) list.names.push_back(name);
    return number;
  };
  const Node table = read_csv_table(file, {"an edge", kEdgeColumns}, diagnostics);
  for (const Node& row : table.items) {
    EdgeRow edge;
    decoder.map(row, kEdge, edge);
    if (edge.from.empty()) continue;
    const GraphNode from = node_of(edge.from);
    if (!edge.to.empty()) list.input.edges.push_back({from, node_of(edge.to), edge.weight, 0});
  }
  list.input.sizes.assign(list.names.size(), 1);
  return list;
}

NamedPartition read_partition(std::shared_ptr<const SourceFile> file,
                              const std::vector<std::string>& names, Diagnostics& diagnostics) {
  NamedPartition result;
  NameNumbers nodes, communities;
  for (const std::string& name : names) nodes.of(name);
  result.community.assign(names.size(), kNoNode);
  Decoder decoder({diagnostics, file->path()});
  const Node table = read_csv_table(file, {"a member", kMemberColumns, true}, diagnostics);
  for (const Node& row : table.items) {
    MemberRow member;
    decoder.map(row, kMember, member);
    const std::uint32_t node = nodes.of(member.node);
    if (node >= names.size()) {
      ++result.unknown;
    } else if (!member.community.empty()) {
      result.known += result.community[node] == kNoNode;
      result.community[node] = communities.of(member.community);
    }
  }
  return result;
}

}  // namespace hanse::strategy
