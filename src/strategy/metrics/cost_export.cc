// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/cost_export.h"

#include <charconv>
#include <cmath>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/json.h"
#include "strategy/facts/ledger_facts.h"

namespace hanse::strategy {
namespace {

constexpr double kCostMost = 1e15;  // sums of such charges are still told apart

// The fields of the record that begins at `text`, which is then behind it; RFC 4180, with line ends
// of one or two characters. False: a quote is not closed.
bool next_record(std::string_view& text, std::vector<std::string>& fields) {
  fields.assign(1, {});
  bool quoted = false;
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"')
        fields.back() += c;
      else if (at + 1 < text.size() && text[at + 1] == '"')
        fields.back() += text[++at];
      else
        quoted = false;
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  text.remove_prefix(at);
  return !quoted;
}

std::optional<double> number_of(const std::string& text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::string plain_key(std::string_view key) {
  std::string out;
  for (const char c : key)
    if (c != '-' && c != '_' && c != ':' && c != ' ')
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out.starts_with("data") ? out.substr(4) : out;
}

std::vector<std::pair<std::string, std::string>> tags_of(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto tags = Json::parse(text);
  if (!tags) return out;
  for (const auto& [key, value] : tags->members())
    out.emplace_back(plain_key(key), std::string(value.as_string()));
  return out;
}

// The product's tag first, whatever stands before it; then the domain's, then the cost centre's.
void attribute(const MeshFacts& facts, const std::map<std::string, DomainId>& centers,
               CostRow& row) {
  for (const auto& [key, value] : row.tags)
    if (const auto found = facts.products.find(product_id_of(value));
        key == "product" && found != facts.products.end()) {
      row.product = found->first;
      row.domain = found->first.domain;
      return;
    }
  for (const auto& [key, value] : row.tags)
    if (key == "domain" && facts.domains.contains(DomainId(value))) {
      row.domain = DomainId(value);
      return;
    }
  for (const auto& [key, value] : row.tags)
    if (const auto found = centers.find(value);
        (key == "costcenter" || key == "costcentre") && found != centers.end() &&
        !found->second.empty()) {
      row.domain = found->second;
      return;
    }
}

class CostReader {
 public:
  CostReader(std::string_view text, const std::string& name) : left_(text) { out_.name = name; }

  Result<CostExport> read() {
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    if (left_.starts_with(kMark)) left_.remove_prefix(kMark.size());
    if (!next_record(left_, header_)) return wrong("a quote is not closed");
    HANSE_TRY_STATUS(find_columns());
    while (!left_.empty()) {
      ++line_;
      if (!next_record(left_, fields_)) return wrong("a quote is not closed");
      if (fields_.size() == 1 && fields_[0].empty()) continue;
      HANSE_TRY_STATUS(add_row());
    }
    return std::move(out_);
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  std::unexpected<Error> wrong(const std::string& why) const {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("{}, record {}: {}", out_.name, line_, why),
                "expected a FOCUS export as CSV: focus.finops.org names its columns");
  }
  size_t column(std::string_view name) const {
    for (size_t i = 0; i < header_.size(); ++i)
      if (header_[i] == name) return i;
    return kNone;
  }
  Status find_columns() {
    effective_ = column("EffectiveCost");
    billed_ = column("BilledCost");
    currency_ = column("BillingCurrency");
    start_ = column("ChargePeriodStart");
    service_ = column("ServiceName");
    tags_ = column("Tags");
    if (effective_ == kNone && billed_ == kNone)
      return wrong("expected a column `EffectiveCost` or `BilledCost`");
    if (currency_ == kNone) return wrong("expected a column `BillingCurrency`");
    if (start_ == kNone) return wrong("expected a column `ChargePeriodStart`");
    out_.is_effective = effective_ != kNone;
    return {};
  }
  std::string at(size_t index) const {
    return index < fields_.size() ? fields_[index] : std::string();
  }
  Result<double> cost(size_t index, std::string_view name) const {
    const auto value = number_of(at(index));
    if (value && std::abs(*value) <= kCostMost) return *value;
    return wrong(fmt::format("expected a number {}in `{}`, found `{}`",
                             value ? "up to a quadrillion " : "", name, at(index)));
  }
  Status add_row() {
    CostRow row;
    const auto start = parse_time(at(start_));
    if (!start)
      return wrong(
          fmt::format("expected an instant in `ChargePeriodStart`, found `{}`", at(start_)));
    row.at_us = *start;
    if (billed_ != kNone) {
      HANSE_TRY(row.billed, cost(billed_, "BilledCost"));
    }
    row.effective = row.billed;
    if (effective_ != kNone) {
      HANSE_TRY(row.effective, cost(effective_, "EffectiveCost"));
    }
    if (out_.currency.empty()) out_.currency = at(currency_);
    if (out_.currency != at(currency_))
      return wrong(
          fmt::format("expected one currency, found `{}` and `{}`", out_.currency, at(currency_)));
    row.service = at(service_);
    row.tags = tags_of(at(tags_));
    out_.rows.push_back(std::move(row));
    return {};
  }

  std::string_view left_;
  CostExport out_;
  std::vector<std::string> header_, fields_;
  size_t line_ = 1;
  size_t effective_ = kNone, billed_ = kNone, currency_ = kNone, start_ = kNone, service_ = kNone,
         tags_ = kNone;
};

}  // namespace

Result<CostExport> read_cost_export(std::string_view text, const std::string& name) {
  return CostReader(text, name).read();
}

void attribute_costs(const MeshFacts& facts, CostExport& costs) {
  std::map<std::string, DomainId> centers;
  for (const auto& [id, domain] : facts.domains) {
    if (domain.cost_center.empty()) continue;
    const auto [place, is_new] = centers.try_emplace(domain.cost_center, id);
    if (!is_new) place->second = {};
  }
  for (CostRow& row : costs.rows) attribute(facts, centers, row);
}

}  // namespace hanse::strategy
