// SPDX-License-Identifier: Apache-2.0
#include "strategy/report/charts.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/json_text.h"

namespace hanse::strategy {
namespace {

constexpr double kEdgeWidthMin = 0.5, kEdgeWidthMax = 5;  // px
constexpr double kRepulsion = 15'000;  // of a graph's nodes together: few stand well apart
constexpr double kScaleMargin = 0.05;  // of the range, above and below
constexpr const char* kClear = "transparent";

Json grid() {
  return Json::object(
      {{"left", 8}, {"right", 32}, {"top", 40}, {"bottom", 40}, {"containLabel", true}});
}

Json categories_axis(const std::vector<std::string>& names, bool is_inverse) {
  return Json::object({{"type", "category"}, {"data", json_list(names)}, {"inverse", is_inverse}});
}

Json value_axis(const std::string& name) {
  return Json::object(
      {{"type", "value"}, {"name", name}, {"nameLocation", "end"}, {"nameGap", 12}});
}

// The horizontal one: its name stands below, where it is never cut off.
Json value_axis_below(const std::string& name) {
  return Json::object(
      {{"type", "value"}, {"name", name}, {"nameLocation", "middle"}, {"nameGap", 28}});
}

// A scale that has the values and the lines in it, since lines count for none by themselves.
void fit_scale(const CategoryChart& chart, const std::vector<ChartLine>& lines, Json& axis) {
  axis.set("scale", true);
  if (lines.empty()) return;
  double least = lines[0].value, most = lines[0].value;
  const auto note = [&](double value) {
    least = std::min(least, value);
    most = std::max(most, value);
  };
  for (const ChartLine& line : lines) note(line.value);
  for (const ChartSeries& one : chart.series)
    for (const auto& value : one.values)
      if (value) note(*value);
  const double margin = (most - least) * kScaleMargin;
  axis.set("min", least >= 0 ? std::max(0.0, least - margin) : least - margin);
  axis.set("max", most + margin);
  axis.set("axisLabel", Json::object({{"showMinLabel", false}, {"showMaxLabel", false}}));
}

Json values_of(const std::vector<std::optional<double>>& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push(value ? Json(*value) : Json());
  return list;
}

Json with_legend(Json option, bool has_several) {
  if (has_several) option.set("legend", Json::object({{"type", "plain"}, {"top", 0}}));
  return option;
}

Json bars(const CategoryChart& chart, Stacked stacked, bool is_horizontal) {
  Json series = Json::array();
  for (const ChartSeries& one : chart.series) {
    Json item = Json::object(
        {{"type", "bar"}, {"name", one.name}, {"data", values_of(one.values)}});
    if (stacked == Stacked::kYes) item.set("stack", "all");
    series.push(std::move(item));
  }
  Json names = categories_axis(chart.categories, is_horizontal);
  Json values = is_horizontal ? value_axis_below(chart.unit) : value_axis(chart.unit);
  return with_legend(Json::object({{"grid", grid()},
                                   {"tooltip", Json::object({{"trigger", "axis"}})},
                                   {"decal", chart.series.size() > 1},
                                   {"xAxis", is_horizontal ? values : names},
                                   {"yAxis", is_horizontal ? names : values},
                                   {"series", std::move(series)}}),
                     chart.series.size() > 1);
}

Json clear_bar(const char* name, Json values) {
  return Json::object({{"type", "bar"},
                       {"name", name},
                       {"stack", "all"},
                       {"silent", true},
                       {"itemStyle", Json::object({{"color", kClear}})},
                       {"data", std::move(values)}});
}

}  // namespace

Json bar_chart(const CategoryChart& chart, Stacked stacked) { return bars(chart, stacked, false); }

Json horizontal_bars(const CategoryChart& chart, Stacked stacked) {
  return bars(chart, stacked, true);
}

Json line_chart(const CategoryChart& chart, const std::vector<ChartLine>& lines) {
  Json series = Json::array();
  for (const ChartSeries& one : chart.series)
    series.push(Json::object({{"type", "line"},
                              {"name", one.name},
                              {"symbolSize", 7},
                              {"data", values_of(one.values)}}));
  if (!lines.empty() && series.size() > 0) {
    Json marks = Json::array();
    for (const ChartLine& line : lines)
      marks.push(Json::object(
          {{"name", line.name},
           {"yAxis", line.value},
           {"label", Json::object({{"formatter", "{b}"}, {"position", "insideEndTop"}})}}));
    series.mutable_items()[0].set(
        "markLine",
        Json::object({{"symbol", "none"}, {"silent", true}, {"data", std::move(marks)}}));
  }
  Json values = value_axis(chart.unit);
  fit_scale(chart, lines, values);
  return with_legend(Json::object({{"grid", grid()},
                                   {"tooltip", Json::object({{"trigger", "axis"}})},
                                   {"xAxis", categories_axis(chart.categories, false)},
                                   {"yAxis", std::move(values)},
                                   {"series", std::move(series)}}),
                     chart.series.size() > 1);
}

Json radar_chart(const std::vector<RadarAxis>& axes, const std::vector<ChartSeries>& series) {
  Json indicators = Json::array();
  for (const RadarAxis& axis : axes)
    indicators.push(Json::object({{"name", axis.name}, {"max", axis.max}, {"min", 0}}));
  Json data = Json::array();
  for (const ChartSeries& one : series)
    data.push(Json::object({{"name", one.name}, {"value", values_of(one.values)}}));
  Json drawn = Json::object({{"type", "radar"},
                             {"areaStyle", Json::object({{"opacity", 0.12}})},
                             {"data", std::move(data)}});
  return with_legend(Json::object({{"tooltip", Json::object()},
                                   {"radar", Json::object({{"indicator", std::move(indicators)},
                                                           {"radius", "65%"}})},
                                   {"series", Json::array({std::move(drawn)})}}),
                     series.size() > 1);
}

Json scatter_chart(const std::vector<ScatterPoint>& points, const std::string& x_name,
                   const std::string& y_name) {
  Json data = Json::array();
  for (const ScatterPoint& point : points)
    data.push(Json::object(
        {{"name", point.name}, {"value", Json::array({point.x, point.y})}}));
  const Json label = Json::object({{"show", points.size() <= 40},
                                   {"formatter", "{b}"},
                                   {"position", "right"}});
  Json drawn = Json::object({{"type", "scatter"},
                             {"symbolSize", 10},
                             {"label", label},
                             {"labelLayout", Json::object({{"hideOverlap", true}})},
                             {"data", std::move(data)}});
  return Json::object({{"grid", grid()},
                       {"tooltip", Json::object({{"formatter", "{b}"}})},
                       {"xAxis", value_axis_below(x_name)},
                       {"yAxis", value_axis(y_name)},
                       {"series", Json::array({std::move(drawn)})}});
}

Json graph_chart(const std::vector<GraphChartNode>& nodes,
                 const std::vector<GraphChartEdge>& edges) {
  std::vector<std::string> groups;
  std::set<std::string> seen;
  for (const GraphChartNode& node : nodes)
    if (seen.insert(node.group).second) groups.push_back(node.group);
  Json categories = Json::array();
  for (const std::string& group : groups) categories.push(Json::object({{"name", group}}));
  Json data = Json::array();
  for (size_t i = 0; i < nodes.size(); ++i) {
    const auto group = std::find(groups.begin(), groups.end(), nodes[i].group) - groups.begin();
    data.push(Json::object({{"id", std::to_string(i)},
                            {"name", nodes[i].name},
                            {"category", static_cast<int64_t>(group)},
                            {"symbolSize", nodes[i].size}}));
  }
  double most = 0;
  for (const GraphChartEdge& edge : edges) most = std::max(most, edge.weight);
  Json links = Json::array();
  for (const GraphChartEdge& edge : edges) {
    const double share = most > 0 ? edge.weight / most : 0;
    links.push(Json::object(
        {{"source", std::to_string(edge.from)},
         {"target", std::to_string(edge.to)},
         {"value", edge.weight},
         {"lineStyle", Json::object({{"width", kEdgeWidthMin +
                                                   share * (kEdgeWidthMax - kEdgeWidthMin)}})}}));
  }
  Json drawn = Json::object(
      {{"type", "graph"},
       {"layout", "force"},
       {"force", Json::object({{"initLayout", "circular"},
                               {"layoutAnimation", false},
                               {"repulsion", kRepulsion / static_cast<double>(nodes.size() + 1)},
                               {"edgeLength", Json::array({60, 240})}})},
       {"categories", std::move(categories)},
       {"label", Json::object({{"show", nodes.size() <= 80}, {"position", "right"}})},
       {"labelLayout", Json::object({{"hideOverlap", true}})},
       {"lineStyle", Json::object({{"color", "source"}, {"opacity", 0.5}})},
       {"data", std::move(data)},
       {"links", std::move(links)}});
  return with_legend(Json::object({{"tooltip", Json::object()},
                                   {"series", Json::array({std::move(drawn)})}}),
                     true);
}

Json gantt_chart(const std::vector<GanttBar>& bars, GanttAxis axis) {
  std::vector<std::string> names;
  Json before = Json::array(), done = Json::array(), left = Json::array(),
       critical = Json::array();
  double least = bars.empty() ? 0 : bars[0].from;
  for (const GanttBar& bar : bars) {
    names.push_back(bar.name);
    least = std::min(least, bar.from);
    const double length = std::max(0.0, bar.to - bar.from);
    const double made = length * std::clamp(bar.done, 0.0, 1.0);
    before.push(bar.from);
    done.push(made);
    left.push(bar.is_critical ? 0.0 : length - made);
    critical.push(bar.is_critical ? length - made : 0.0);
  }
  const auto part = [](const char* name, Json values) {
    return Json::object(
        {{"type", "bar"}, {"name", name}, {"stack", "all"}, {"data", std::move(values)}});
  };
  Json values = value_axis("");
  values.set("min", std::floor(least));
  values.set("position", "top");
  Json option = Json::object(
      {{"grid", grid()},
       {"decal", true},
       {"legend", Json::object({{"bottom", 0},
                                {"data", Json::array({"done", "to do", "to do, critical"})}})},
       {"xAxis", std::move(values)},
       {"yAxis", categories_axis(names, true)},
       {"series", Json::array({clear_bar("before", std::move(before)),
                               part("done", std::move(done)), part("to do", std::move(left)),
                               part("to do, critical", std::move(critical))})}});
  if (axis == GanttAxis::kDays) option.set("dayAxis", true);
  return option;
}

Json tornado_chart(const std::vector<TornadoBar>& bars, double base, const std::string& unit) {
  std::vector<std::string> names;
  Json low = Json::array(), high = Json::array();
  for (const TornadoBar& bar : bars) {
    names.push_back(bar.name);
    low.push(bar.low - base);
    high.push(bar.high - base);
  }
  const auto part = [](const char* name, Json values) {
    return Json::object(
        {{"type", "bar"}, {"name", name}, {"stack", "all"}, {"data", std::move(values)}});
  };
  return Json::object(
      {{"grid", grid()},
       {"decal", true},
       {"tooltip", Json::object({{"trigger", "axis"}})},
       {"legend", Json::object({{"top", 0}})},
       {"xAxis", value_axis_below(unit.empty() ? "from the base" : unit + " from the base")},
       {"yAxis", categories_axis(names, true)},
       {"series", Json::array({part("at its low", std::move(low)),
                               part("at its high", std::move(high))})}});
}

}  // namespace hanse::strategy
