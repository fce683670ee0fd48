// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "spec/decoder.h"
#include "strategy/programme/programme_facts.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// `strategy/communication.yaml`, kind CommunicationPlan: what is said to whom, by whom, how often.

constexpr std::string_view kAudiences[] = {"sponsor", "domainTeam", "consumers", "council"};

struct PlannedMessage {
  std::string id, audience, message, channel, owner;
  std::string every, first;  // an ISO 8601 duration, empty: once; a date
  Span span;
};
struct CommunicationPlan {
  std::string path, api_version, id;
  std::vector<PlannedMessage> messages;
  Span span;
};
void decode_communication(spec::Decoder& decoder, const spec::Node& root, CommunicationPlan& out);
void check_communication(spec::Decoder& decoder, const CommunicationPlan& plan);

// The plan with the next date of each message, and the text to each audience filled with the mesh's
// facts: what is not known is left out, and named with how to provide it.
Report communication_report(const CommunicationPlan& plan, const ProgrammeFacts& facts);

// One fact of a text: measured, with its query, or missing.
struct MessageFact {
  std::string text;   // "8 products can be read"; empty: not known
  std::string query;  // or what is missing
};
struct MessageText {
  std::string audience, subject, opening, closing;
  std::vector<MessageFact> facts;
};
MessageText message_to(std::string_view audience, const ProgrammeFacts& facts);

}  // namespace hanse::strategy
