// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kVersions[] = {"hanse/v1"};
constexpr std::string_view kStatuses[] = {"proposed", "active", "retired"};
constexpr int kMajorMax = 1'000'000;

constexpr Table kProvider(
    "a provider", "product",
    {text<&Agreement::provider_domain>("domain", Need::kRequired),
     text<&Agreement::provider_product>("product", Need::kRequired),
     text<&Agreement::provider_port>("port"),
     integer<&Agreement::provider_major, 1, kMajorMax>("major")});

void read_provider(Decoder& decoder, const Node& node, Agreement& agreement) {
  const Span span = agreement.span;
  decoder.map(node, kProvider, agreement);
  agreement.provider_span = agreement.span;
  agreement.span = span;
}

constexpr Table kConsumer("a consumer", "",
                          {text<&Agreement::consumer_product>("product"),
                           text<&Agreement::consumer_application>("application"),
                           text<&Agreement::consumer_team>("team")});

void read_consumer(Decoder& decoder, const Node& node, Agreement& agreement) {
  const Span span = agreement.span;
  decoder.map(node, kConsumer, agreement);
  agreement.span = span;
  if (node.entries.size() != 1)
    decoder.error("HNS-S038", node.span,
                  "a consumer needs exactly one of `product`, `application` and `team`");
}

template <auto Member>
void read_date(Decoder& decoder, const Node& value, Agreement& agreement) {
  agreement.*Member = value.text;
  check_date(decoder, value);
}

void read_notice(Decoder& decoder, const Node& value, Agreement& agreement) {
  agreement.notice = value.text;
  check_duration(decoder, value);
}

constexpr Table kAgreement(
    "an agreement", "id",
    {text<&Agreement::api_version>("apiVersion", Need::kRequired),
     checked<Agreement>("kind", Expect::kText, Need::kRequired),
     text<&Agreement::id>("id", Need::kRequired), text<&Agreement::description>("description"),
     choice<&Agreement::status, kStatuses>("status"),
     custom<read_provider>("provider", Expect::kMap, Need::kRequired),
     custom<read_consumer>("consumer", Expect::kMap, Need::kRequired),
     texts<&Agreement::purposes>("purposes", Need::kRequired),
     texts<&Agreement::columns>("columns"),
     custom<read_date<&Agreement::from>>("from", Expect::kText),
     custom<read_date<&Agreement::until>>("until", Expect::kText),
     custom<read_notice>("notice", Expect::kText)});

}  // namespace

bool decode_agreement(Decoder& decoder, const Node& root, Agreement& agreement) {
  if (!check_heading(decoder, root, {"Agreement", kVersions})) return false;
  decoder.map(root, kAgreement, agreement);
  return !agreement.id.empty();
}

}  // namespace hanse::spec
