// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/kinds.h"

#include <fmt/format.h>

#include "strategy/value/forecast.h"
#include "strategy/value/model.h"

namespace hanse::strategy {

void check_value_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh) {
  ValueModel model;
  decode_value_model(decoder, root, model);
  for (const ValueAlternative& alternative : model.alternatives)
    for (const ValueFlow& flow : alternative.flows)
      if (!flow.domain.empty() && !mesh.domains.contains(DomainId(flow.domain)))
        decoder.warning("HNS-G031", flow.span,
                        fmt::format("no domain of the mesh is named `{}`", flow.domain));
}

void check_value_forecast_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model&) {
  ValueForecast forecast;
  decode_value_forecast(decoder, root, forecast);
}

void check_value_actuals_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model&) {
  ValueActuals actuals;
  decode_value_actuals(decoder, root, actuals);
}

}  // namespace hanse::strategy
