// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/strategy/number_flag.h"
#include "cli/strategy/partition_view.h"
#include "strategy/graph/edge_list.h"

namespace hanse::cli {
namespace {

constexpr uint64_t kEdgeBytesMax = 256u << 20;

template <typename T>
Status read_between(const Options& options, std::string_view flag, T least, T most, T& target) {
  if (!options.has(flag)) return {};
  const std::string text = options.last_of(flag);
  const auto value = whole_text<T>(text);
  if (!value || !(*value >= least && *value <= most))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{} {}`: expected a number from {} to {}", flag, text, least, most));
  target = *value;
  return {};
}

std::optional<strategy::GraphNode> find_name(const std::vector<std::string>& names,
                                             std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<strategy::GraphNode>(found - names.begin());
}

// `a,b` and more of one flag: all of one text stay together, or each apart from each.
Status read_pairs(const Options& options, std::string_view flag,
                  const std::vector<std::string>& names, std::vector<strategy::NodePair>& pairs) {
  for (const std::string& text : options.all_of(flag)) {
    std::vector<strategy::GraphNode> nodes;
    for (size_t at = 0; at <= text.size();) {
      const size_t end = std::min(text.find(',', at), text.size());
      const std::string name = text.substr(at, end - at);
      const auto node = find_name(names, name);
      if (!node)
        return fail(ErrorCode::kInvalidArgument,
                    fmt::format("`{} {}`: the graph has no node `{}`", flag, text, name));
      nodes.push_back(*node);
      at = end + 1;
    }
    if (nodes.size() < 2)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`{} {}`: expected two nodes or more, apart by commas", flag, text));
    for (size_t i = 0; i < nodes.size(); ++i)
      for (size_t j = 0; j < i; ++j) pairs.emplace_back(nodes[j], nodes[i]);
  }
  return {};
}

Result<strategy::BoundaryRequest> request_of(const Options& options,
                                             const std::vector<std::string>& names) {
  strategy::BoundaryRequest request;
  request.names = &names;
  strategy::LeidenOptions& leiden = request.leiden;
  if (options.has("--resolution")) request.runs = 0;
  HANSE_TRY_STATUS(read_between(options, "--resolution", 1e-12, 1e12, leiden.resolution));
  HANSE_TRY_STATUS(read_between<uint64_t>(options, "--seed", 0, UINT64_MAX, leiden.seed));
  HANSE_TRY_STATUS(
      read_between<uint32_t>(options, "--at-most", 1, 1'000'000, leiden.communities_max));
  HANSE_TRY_STATUS(read_between(options, "--runs", 2, strategy::kStabilityRunsMax, request.runs));
  HANSE_TRY_STATUS(read_pairs(options, "--together", names, leiden.together));
  HANSE_TRY_STATUS(read_pairs(options, "--apart", names, leiden.apart));
  request.sets_hubs_apart = !options.has("--keep-hubs");
  return request;
}

// How the partition agrees with another one, over the nodes that both have.
Status compare(const Options& options, Diagnostics& diagnostics, PartitionView& view) {
  if (!options.has("--against") || view.found.chosen == strategy::kNoPoint) return {};
  const std::string path = options.last_of("--against");
  HANSE_TRY(std::string text, read_named_file(path, kEdgeBytesMax));
  const auto other = strategy::read_partition(
      std::make_shared<const SourceFile>(path, std::move(text)), view.names, diagnostics);
  const auto& own = view.found.points[view.found.chosen].found.partition.community;
  std::vector<uint32_t> ours, theirs;
  for (size_t i = 0; i < own.size(); ++i) {
    const uint32_t label = other.community[view.found.part.kept[i]];
    if (label == strategy::kNoNode) continue;
    ours.push_back(own[i]);
    theirs.push_back(label);
  }
  view.compared = ours.size();
  HANSE_TRY(view.agreement, strategy::agreement(ours, theirs));
  return {};
}

std::string as_asked(const Options& options, const PartitionView& view) {
  switch (options.output) {
    case Output::kJson:
      return partition_json(view).dump() + "\n";
    case Output::kCsv:
      return partition_csv(view);
    case Output::kHuman:
    case Output::kMarkdown:
    case Output::kParquet:
      break;
  }
  return partition_text(view);
}

}  // namespace

int run_domains_partition(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected one table of edges",
                        "`hanse domains partition edges.csv`");
  auto text = read_named_file(options.words[0], kEdgeBytesMax);
  if (!text) return report(options, text.error());
  Diagnostics diagnostics;
  strategy::EdgeList edges = strategy::read_edge_list(
      std::make_shared<const SourceFile>(options.words[0], std::move(*text)), diagnostics);
  if (diagnostics.has_errors()) return report(options, diagnostics), kExitFailed;
  const auto request = request_of(options, edges.names);
  if (!request) return report_usage(options, request.error().message, request.error().help);
  const auto graph = strategy::make_graph(std::move(edges.input));
  if (!graph) return report(options, graph.error());
  const auto found = strategy::find_boundaries(*graph, *request);
  if (!found) return report(options, found.error());
  PartitionView view{*graph, edges.names, *found, request->leiden.seed, {}, 0};
  const Status compared = compare(options, diagnostics, view);
  if (!compared) return report(options, compared.error());
  if (diagnostics.has_errors()) return report(options, diagnostics), kExitFailed;
  answer_file(as_asked(options, view));
  return kExitDone;
}

}  // namespace hanse::cli
