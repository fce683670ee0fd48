// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/communication.h"
#include "strategy/change/organisation.h"
#include "strategy/change/pilot.h"
#include "strategy/change/responsibilities.h"
#include "strategy/change/stakeholders.h"
#include "strategy/programme/programme_kinds.h"

namespace hanse::strategy {

using spec::Decoder;
using spec::Model;
using spec::Node;

void check_organisation_file(Decoder& decoder, const Node& root, const Model& mesh) {
  Organisation organisation;
  decode_organisation(decoder, root, organisation);
  check_organisation(decoder, organisation, mesh);
}

void check_responsibilities_file(Decoder& decoder, const Node& root, const Model& mesh) {
  Responsibilities responsibilities;
  decode_responsibilities(decoder, root, responsibilities);
  check_responsibilities(decoder, responsibilities, mesh);
}

void check_stakeholders_file(Decoder& decoder, const Node& root, const Model&) {
  Stakeholders stakeholders;
  decode_stakeholders(decoder, root, stakeholders);
  check_stakeholders(decoder, stakeholders);
}

void check_communication_file(Decoder& decoder, const Node& root, const Model&) {
  CommunicationPlan plan;
  decode_communication(decoder, root, plan);
  check_communication(decoder, plan);
}

void check_pilot_file(Decoder& decoder, const Node& root, const Model& mesh) {
  PilotSelection pilot;
  decode_pilot(decoder, root, pilot);
  check_pilot(decoder, pilot, mesh);
}

}  // namespace hanse::strategy
