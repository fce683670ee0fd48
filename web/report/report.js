// SPDX-License-Identifier: Apache-2.0
// Draws the charts of a report. Each chart is a <figure class="chart"> with its options as JSON in a
// <script type="application/json">, its text for people who do not see it, and the same numbers as a table.
import { BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, RadarChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent, DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent,
  RadarComponent, TitleComponent, TooltipComponent, VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, RadarChart, ScatterChart,
  AriaComponent, DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent,
  RadarComponent, TitleComponent, TooltipComponent, VisualMapComponent, SVGRenderer,
]);

// Told apart without colour, too: Okabe and Ito's palette, with patterns (aria.decal).
const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#b8a800"];

function draw(figure) {
  const place = figure.querySelector(".plot");
  const option = JSON.parse(figure.querySelector("script").textContent);
  if (option.dayAxis) option.xAxis.axisLabel = { formatter: (day) => new Date(day * 86400000).toISOString().slice(0, 10) };
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption({
    animation: false,
    color: palette,
    textStyle: { fontFamily: "system-ui, sans-serif", color: "#1b1b1b" },
    aria: { enabled: true, label: { enabled: false }, decal: { show: Boolean(option.decal) } },
    ...option,
  });
  // The label is the report's own, written for this chart.
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", place.dataset.label);
  return chart;
}

const charts = [...document.querySelectorAll("figure.chart")].map(draw);
const fit = () => charts.forEach((chart) => chart.resize());
addEventListener("resize", fit);
addEventListener("beforeprint", fit);
document.documentElement.dataset.drawn = String(charts.length);
