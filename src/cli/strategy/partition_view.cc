// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/partition_view.h"

#include <algorithm>

#include "base/terminal_text.h"
#include "strategy/csv.h"

namespace hanse::cli {
namespace {

constexpr size_t kNamesShown = 8, kFlipsShown = 10, kCommunitiesShown = 40;

const std::string& name_of(const PartitionView& view, strategy::GraphNode node_of_part) {
  return view.names[view.found.part.kept[node_of_part]];
}

const strategy::ResolutionPoint* chosen(const PartitionView& view) {
  return view.found.chosen == strategy::kNoPoint ? nullptr : &view.found.points[view.found.chosen];
}

std::vector<std::vector<strategy::GraphNode>> members_of(const strategy::Partition& partition) {
  std::vector<std::vector<strategy::GraphNode>> members(partition.count);
  for (strategy::GraphNode node = 0; node < partition.community.size(); ++node)
    members[partition.community[node]].push_back(node);
  return members;
}

Json hubs_json(const PartitionView& view) {
  Json hubs = Json::array();
  for (const strategy::Hub& hub : view.found.hubs)
    hubs.push(Json::object({{"node", view.names[hub.node]},
                            {"kind", strategy::hub_kind_name(hub.kind)},
                            {"neighbours", int64_t{hub.neighbours}},
                            {"depends_on", int64_t{hub.depends_on}},
                            {"used_by", int64_t{hub.used_by}},
                            {"participation", hub.participation}}));
  return hubs;
}

Json flips_json(const PartitionView& view, const strategy::ResolutionPoint& point) {
  Json flips = Json::array();
  for (const strategy::FlippingPair& pair : point.flips)
    flips.push(Json::object({{"a", name_of(view, pair.a)},
                             {"b", name_of(view, pair.b)},
                             {"weight", pair.weight},
                             {"together", pair.together}}));
  return flips;
}

Json points_json(const PartitionView& view) {
  Json points = Json::array();
  for (const strategy::ResolutionPoint& point : view.found.points)
    points.push(Json::object({{"resolution", point.found.resolution},
                              {"communities", int64_t{point.found.partition.count}},
                              {"quality", point.found.quality},
                              {"rounds", point.found.rounds},
                              {"merged", int64_t{point.found.merged}},
                              {"variation", point.variation_normalised},
                              {"variation_high", point.variation_high},
                              {"steadiness", point.steadiness},
                              {"flips", uint64_t{point.flip_count}}}));
  return points;
}

Json community_json(const PartitionView& view, const strategy::CommunityMetrics& metrics,
                    const std::vector<strategy::GraphNode>& members) {
  Json nodes = Json::array(), shared = Json::array();
  for (const strategy::GraphNode node : members) nodes.push(name_of(view, node));
  for (const strategy::SharedNode& each : metrics.shared)
    shared.push(Json::object({{"node", name_of(view, each.node)},
                              {"communities", uint64_t{each.used_by.size()}},
                              {"users", int64_t{each.users}}}));
  return Json::object({{"nodes", std::move(nodes)},
                       {"density", metrics.density},
                       {"conductance", metrics.conductance},
                       {"afferent", int64_t{metrics.afferent}},
                       {"efferent", int64_t{metrics.efferent}},
                       {"instability", metrics.instability ? Json(*metrics.instability) : Json()},
                       {"contracts_offered", int64_t{metrics.contracts_offered}},
                       {"contracts_used", int64_t{metrics.contracts_used}},
                       {"shared", std::move(shared)}});
}

std::string names_text(const PartitionView& view, const std::vector<strategy::GraphNode>& nodes) {
  std::string text;
  for (size_t i = 0; i < std::min(nodes.size(), kNamesShown); ++i)
    text += (i == 0 ? "" : ", ") + printable(name_of(view, nodes[i]));
  if (nodes.size() > kNamesShown) text += fmt::format(", … {} more", nodes.size() - kNamesShown);
  return text;
}

std::string hubs_text(const PartitionView& view) {
  if (view.found.hubs.empty()) return {};
  std::string text = "set apart as hubs:\n";
  for (const strategy::Hub& hub : view.found.hubs)
    text += fmt::format("  {}: {}, {} neighbours, participation {:.2f}\n",
                        printable(view.names[hub.node]), strategy::hub_kind_name(hub.kind),
                        hub.neighbours, hub.participation);
  return text;
}

std::string points_text(const PartitionView& view) {
  std::string text = "resolution  communities  steadiness  variation  pairs that flip\n";
  for (const strategy::ResolutionPoint& point : view.found.points)
    text += fmt::format("{} {:<8.4g}  {:>11}  {:>10.3f}  {:>9.3f}  {:>15}\n",
                        &point == chosen(view) ? "*" : " ", point.found.resolution,
                        point.found.partition.count, point.steadiness, point.variation_normalised,
                        point.flip_count);
  return text;
}

std::string communities_text(const PartitionView& view, const strategy::ResolutionPoint& point) {
  const auto members = members_of(point.found.partition);
  std::string text;
  for (size_t i = 0; i < std::min(members.size(), kCommunitiesShown); ++i) {
    const strategy::CommunityMetrics& metrics = view.found.metrics.communities[i];
    text += fmt::format(
        "{}: {} node{}, conductance {:.2f}, instability {}, contracts {} offered, "
        "{} used\n   {}\n",
        i, members[i].size(), members[i].size() == 1 ? "" : "s", metrics.conductance,
        metrics.instability ? fmt::format("{:.2f}", *metrics.instability) : "–",
        metrics.contracts_offered, metrics.contracts_used, names_text(view, members[i]));
  }
  if (members.size() > kCommunitiesShown)
    text += fmt::format("… {} more\n", members.size() - kCommunitiesShown);
  return text;
}

}  // namespace

Json partition_json(const PartitionView& view) {
  const strategy::ResolutionPoint* point = chosen(view);
  Json json = Json::object({{"format_version", 1},
                            {"nodes", uint64_t{view.graph.node_count()}},
                            {"pairs", uint64_t{view.graph.pair_count()}},
                            {"density", view.found.density},
                            {"seed", view.seed},
                            {"hubs", hubs_json(view)},
                            {"resolutions", points_json(view)},
                            {"resolution", point ? Json(point->found.resolution) : Json()}});
  if (point == nullptr) return json;
  json.set("quality", point->found.quality);
  json.set("share_cut", view.found.metrics.share_cut);
  json.set("contracts", int64_t{view.found.metrics.contracts});
  Json communities = Json::array();
  const auto members = members_of(point->found.partition);
  for (size_t i = 0; i < members.size(); ++i)
    communities.push(community_json(view, view.found.metrics.communities[i], members[i]));
  json.set("communities", std::move(communities));
  json.set("flips", flips_json(view, *point));
  if (view.agreement)
    json.set("agreement", Json::object({{"nodes", uint64_t{view.compared}},
                                        {"nmi", view.agreement->nmi},
                                        {"ami", view.agreement->ami},
                                        {"variation", view.agreement->variation_normalised}}));
  return json;
}

std::string partition_text(const PartitionView& view) {
  std::string text =
      fmt::format("{} nodes, {} pairs, density {:.4g}, seed {}\n", view.graph.node_count(),
                  view.graph.pair_count(), view.found.density, view.seed);
  text += hubs_text(view);
  if (!view.found.points.empty()) text += points_text(view);
  const strategy::ResolutionPoint* point = chosen(view);
  if (point == nullptr) return text + "no resolution gives two communities or more: stay as one\n";
  text += communities_text(view, *point);
  text += fmt::format("across boundaries: {:.0f} % of the weight, {} contracts, {} shared nodes\n",
                      view.found.metrics.share_cut * 100, view.found.metrics.contracts,
                      view.found.metrics.shared);
  if (!point->flips.empty()) text += "for people to decide, as the data do not:\n";
  for (size_t i = 0; i < std::min(point->flips.size(), kFlipsShown); ++i) {
    const strategy::FlippingPair& pair = point->flips[i];
    text += fmt::format("  {} and {}: together in {:.0f} % of the runs\n",
                        printable(name_of(view, pair.a)), printable(name_of(view, pair.b)),
                        pair.together * 100);
  }
  if (view.agreement)
    text += fmt::format("against the other partition, {} nodes: NMI {:.3f}, AMI {:.3f}\n",
                        view.compared, view.agreement->nmi, view.agreement->ami);
  return text;
}

std::string partition_csv(const PartitionView& view) {
  std::string text = "node,community\n";
  std::vector<std::string> community(view.names.size());
  if (const strategy::ResolutionPoint* point = chosen(view)) {
    for (size_t i = 0; i < view.found.part.kept.size(); ++i)
      community[view.found.part.kept[i]] = std::to_string(point->found.partition.community[i]);
  }
  for (size_t i = 0; i < view.names.size(); ++i)
    text += fmt::format("{},{}\n", strategy::csv_cell(view.names[i], strategy::Formulas::kKept),
                        community[i]);
  return text;
}

}  // namespace hanse::cli
