// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace hanse::strategy {

// Options of ECharts for the kinds of chart that reports have. Pure; none needs code on the page,
// so that an option is data.

struct ChartSeries {
  std::string name;
  std::vector<std::optional<double>> values;  // one a category; none: a gap
};
struct CategoryChart {
  std::vector<std::string> categories;
  std::vector<ChartSeries> series;
  std::string unit;                   // of the value axis
};
enum class Stacked { kNo, kYes };
Json bar_chart(const CategoryChart& chart, Stacked stacked = Stacked::kNo);
Json horizontal_bars(const CategoryChart& chart, Stacked stacked = Stacked::kNo);  // first on top

// Horizontal lines with a name across a line chart: limits, a mean, a target.
struct ChartLine {
  std::string name;
  double value = 0;
};
Json line_chart(const CategoryChart& chart, const std::vector<ChartLine>& lines = {});

struct RadarAxis {
  std::string name;
  double max = 1;
};
Json radar_chart(const std::vector<RadarAxis>& axes, const std::vector<ChartSeries>& series);

struct ScatterPoint {
  std::string name;
  double x = 0, y = 0;
};
Json scatter_chart(const std::vector<ScatterPoint>& points, const std::string& x_name,
                   const std::string& y_name);

// Nodes fall into groups, which have a colour each; sizes in px.
struct GraphChartNode {
  std::string name, group;
  double size = 12;
};
struct GraphChartEdge {
  size_t from = 0, to = 0;            // into the nodes
  double weight = 1;
};
Json graph_chart(const std::vector<GraphChartNode>& nodes,
                 const std::vector<GraphChartEdge>& edges);

// Bars from one instant or number to another, first on top; `done` from 0 to 1 of each is darker.
struct GanttBar {
  std::string name;
  double from = 0, to = 0;            // days since the epoch when `is_dates`, else units
  double done = 0;
  bool is_critical = false;
};
enum class GanttAxis { kDays, kNumbers };
Json gantt_chart(const std::vector<GanttBar>& bars, GanttAxis axis);

// How far a result moves when each input goes from its low to its high: first on top.
struct TornadoBar {
  std::string name;
  double low = 0, high = 0;           // the result at the input's low and high
};
Json tornado_chart(const std::vector<TornadoBar>& bars, double base, const std::string& unit);

}  // namespace hanse::strategy
