// SPDX-License-Identifier: Apache-2.0
#include "base/cron.h"

#include <array>
#include <charconv>
#include <chrono>
#include <vector>

#include "base/utf8.h"

namespace hanse {
namespace {

constexpr int64_t kMinuteUs = 60'000'000;
constexpr int64_t kDayMinutes = 24 * 60;
// A 29 February may be eight years away, where a century has none.
constexpr int kMonthsAhead = 12 * 8 + 2;

struct Field {
  std::string_view name;
  int low, high;
  std::string_view words;  // three letters each, from `low` on; empty: numbers only
};
constexpr std::array<Field, 5> kFields = {{{"minute", 0, 59, ""},
                                           {"hour", 0, 23, ""},
                                           {"day of the month", 1, 31, ""},
                                           {"month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
                                           {"day of the week", 0, 7, "sunmontuewedthufrisat"}}};

struct Short {
  std::string_view word, line;
};
constexpr Short kShorts[] = {{"@hourly", "0 * * * *"},   {"@daily", "0 0 * * *"},
                             {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
                             {"@monthly", "0 0 1 * *"},  {"@yearly", "0 0 1 1 *"},
                             {"@annually", "0 0 1 1 *"}};

std::unexpected<Error> unlike(const Field& field, std::string_view part, std::string_view why) {
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{}` is no {} of a schedule: {}", part, field.name, why),
              fmt::format("expected `*`, numbers from {} to {}{}, ranges such as `{}-{}`, steps "
                          "such as `*/2`, or a list of those",
                          field.low, field.high, field.words.empty() ? "" : " or names", field.low,
                          field.low + 4));
}

std::optional<int> number_of(std::string_view text) {
  int out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return out;
}

Result<int> value_of(const Field& field, std::string_view text, std::string_view part) {
  if (text.size() == 3 && !field.words.empty()) {
    const std::string word = ascii_lower(text);
    for (size_t at = 0; at < field.words.size(); at += 3)
      if (field.words.substr(at, 3) == word) return field.low + static_cast<int>(at / 3);
  }
  const auto number = number_of(text);
  if (!number || text.front() == '-') return unlike(field, part, "no number and no name");
  if (*number < field.low || *number > field.high)
    return unlike(field, part, fmt::format("{} is out of range", *number));
  return *number;
}

// One part of a list: `*`, `5`, `1-5`, `*/15`, `1-31/2`.
Status add_part(const Field& field, std::string_view part, uint64_t& out) {
  int step = 1, low = field.low, high = field.high;
  std::string_view range = part;
  if (const size_t slash = part.find('/'); slash != std::string_view::npos) {
    const auto number = number_of(part.substr(slash + 1));
    if (!number || *number < 1) return unlike(field, part, "its step is no number above 0");
    step = *number;
    range = part.substr(0, slash);
    if (range != "*" && range.find('-') == std::string_view::npos)
      return unlike(field, part, "a step follows `*` or a range");
  }
  if (range != "*") {
    const size_t dash = range.find('-');
    HANSE_TRY(low, value_of(field, range.substr(0, dash), part));
    high = low;
    if (dash != std::string_view::npos) {
      HANSE_TRY(high, value_of(field, range.substr(dash + 1), part));
    }
    if (high < low) return unlike(field, part, "the range ends before it begins");
  } else if (field.high == 7) {
    high = 6;  // Sunday once
  }
  for (int64_t at = low; at <= high; at += step) out |= uint64_t{1} << at;
  return {};
}

Result<uint64_t> bits_of(const Field& field, std::string_view text) {
  uint64_t out = 0;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    HANSE_TRY_STATUS(add_part(field, text.substr(at, end - at), out));
    at = end + 1;
  }
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; (at = text.find_first_not_of(" \t", at)) != std::string_view::npos;) {
    const size_t end = std::min(text.find_first_of(" \t", at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

int first_bit_from(uint64_t bits, int from) {
  for (int at = from; at < 64; ++at)
    if ((bits >> at & 1) != 0) return at;
  return -1;
}

}  // namespace

Result<CronSchedule> CronSchedule::parse(std::string_view text) {
  std::vector<std::string_view> words = words_of(text);
  if (words.size() == 1)
    for (const Short& each : kShorts)
      if (ascii_lower(words[0]) == each.word) words = words_of(each.line);
  if (words.size() != kFields.size())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no schedule: it has {} fields", text, words.size()),
                "expected five fields (minute, hour, day, month, weekday), or @hourly, @daily, "
                "@weekly, @monthly or @yearly");
  std::array<uint64_t, kFields.size()> bits{};
  for (size_t i = 0; i < kFields.size(); ++i) {
    HANSE_TRY(bits[i], bits_of(kFields[i], words[i]));
  }
  CronSchedule out;
  out.minutes_ = bits[0];
  out.hours_ = static_cast<uint32_t>(bits[1]);
  out.days_ = static_cast<uint32_t>(bits[2]);
  out.months_ = static_cast<uint32_t>(bits[3]);
  out.weekdays_ = static_cast<uint32_t>((bits[4] | bits[4] >> 7) & 0x7f);
  out.any_day_ = words[2].starts_with('*');
  out.any_weekday_ = words[4].starts_with('*');
  if (!out.first_day_from(0))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no schedule: no month of it has such a day", text),
                "expected a day that one of its months has");
  return out;
}

bool CronSchedule::runs_on(int month, int day, int64_t days) const {
  if ((months_ >> month & 1) == 0) return false;
  const bool by_day = (days_ >> day & 1) != 0;
  // 1970-01-01 was a Thursday.
  const bool by_weekday = (weekdays_ >> ((days + 4) % 7) & 1) != 0;
  if (any_day_ || any_weekday_) return by_day && by_weekday;
  return by_day || by_weekday;
}

std::optional<int64_t> CronSchedule::first_day_from(int64_t day) const {
  using namespace std::chrono;
  const year_month_day start{sys_days{days{day}}};
  year_month month = start.year() / start.month();
  for (int ahead = 0; ahead < kMonthsAhead; ++ahead, month += months{1}) {
    const auto number = static_cast<int>(static_cast<unsigned>(month.month()));
    if ((months_ >> number & 1) == 0) continue;
    const int64_t first = sys_days{month / 1}.time_since_epoch().count();
    const auto length = static_cast<int>(static_cast<unsigned>((month / last).day()));
    for (int of_month = 1; of_month <= length; ++of_month) {
      const int64_t at = first + of_month - 1;
      if (at >= day && runs_on(number, of_month, at)) return at;
    }
  }
  return std::nullopt;
}

int64_t CronSchedule::next_after(int64_t time_us) const {
  const int64_t minute = time_us / kMinuteUs + 1;
  int64_t day = minute / kDayMinutes;
  const int of_day = static_cast<int>(minute % kDayMinutes);
  if (first_day_from(day) == day) {
    // Later in this hour, else in the first one of the hours that are left.
    int hour = of_day / 60;
    int at = (hours_ >> hour & 1) != 0 ? first_bit_from(minutes_, of_day % 60) : -1;
    if (at < 0) {
      hour = first_bit_from(hours_, hour + 1);
      at = first_bit_from(minutes_, 0);
    }
    if (hour >= 0) return (day * kDayMinutes + hour * 60 + at) * kMinuteUs;
  }
  // `parse` has seen that there is one.
  day = first_day_from(day + 1).value_or(day + 1);
  return (day * kDayMinutes + first_bit_from(hours_, 0) * 60 + first_bit_from(minutes_, 0)) *
         kMinuteUs;
}

}  // namespace hanse
