// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_types.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/utf8.h"
#include "contract/column_words.h"
#include "contract/text_forms.h"

namespace hanse::contract {
namespace {

using From = ColumnProfile::From;
using spec::LogicalType;

constexpr double kNearlyAll = 0.95;
constexpr int kDecimalDigits = 18;
constexpr int kMoneyScaleMax = 4;

// Date patterns by the shape of the text up to the time of day; JDK letters as ODCS has them.
struct DateShape {
  std::string_view shape, first, second;  // `second`: the other order of day and month
};
constexpr DateShape kDateShapes[] = {
    {"9999/99/99", "yyyy/MM/dd", ""},           {"9999.99.99", "yyyy.MM.dd", ""},
    {"99/99/9999", "dd/MM/yyyy", "MM/dd/yyyy"}, {"99-99-9999", "dd-MM-yyyy", "MM-dd-yyyy"},
    {"99.99.9999", "dd.MM.yyyy", ""},           {"99-AAA-9999", "dd-MMM-yyyy", ""},
    {"99 AAA 9999", "dd MMM yyyy", ""},         {"AAA 99, 9999", "MMM dd, yyyy", ""}};

std::string time_format(std::string_view shape) {
  if (shape.empty()) return "";
  if (shape == " 99:99") return " HH:mm";
  if (shape == " 99:99:99") return " HH:mm:ss";
  return "?";
}

class Candidates {
 public:
  explicit Candidates(const ColumnProfile& column) : column_(column) {
    for (const auto& cell : column.sample)
      if (cell && !is_known_missing(*cell)) values_.push_back(*cell);
    words_ = words_of(column.name);
  }

  std::vector<TypeCandidate> run() {
    if (column_.from == From::kTyped) {
      out_.push_back({column_.stated, 0, {}, {}, {}});
      return std::move(out_);
    }
    if (!values_.empty()) {
      if (column_.from == From::kText) add_booleans();
      if (column_.from == From::kJsonBoolean) add(LogicalType::kBoolean, "");
      if (column_.from == From::kText || column_.from == From::kJsonNumber) add_numbers();
      if (column_.from == From::kText || column_.from == From::kJsonText) add_times();
    }
    add(LogicalType::kString, "");
    return std::move(out_);
  }

 private:
  static bool is_known_missing(const std::string& text) {
    const auto& known = missing_words_known();
    return std::ranges::find(known, text) != known.end();
  }

  void add(LogicalType type, std::string physical, std::string format = {}) {
    TypeCandidate candidate;
    candidate.property.logical_type = type;
    candidate.property.logical_type_stated = true;
    candidate.property.physical_type = std::move(physical);
    candidate.property.options.format = std::move(format);
    out_.push_back(std::move(candidate));
  }

  template <typename Fits>
  bool nearly_all(Fits fits) const {
    const auto fitting = std::ranges::count_if(values_, fits);
    return static_cast<double>(fitting) >= kNearlyAll * static_cast<double>(values_.size());
  }

  // 0 and 1 are numbers: what they mean nobody can see. A single letter may be a code.
  void add_booleans() {
    if (!nearly_all(is_boolean)) return;
    std::set<std::string> seen;
    for (const std::string_view value : values_)
      if (is_boolean(value)) seen.insert(ascii_lower(value));
    const bool is_pair = seen.size() == 2 || (seen.size() == 1 && seen.begin()->size() > 2);
    const bool fits = is_pair && (seen.contains("true") || seen.contains("false") ||
                                  (seen.contains("yes") || seen.contains("no")) ||
                                  (seen.contains("t") && seen.contains("f")) ||
                                  (seen.contains("y") && seen.contains("n")));
    if (fits) add(LogicalType::kBoolean, "");
  }

  void add_numbers() {
    if (column_.from == From::kText && is_name_of_digits(words_)) return;
    if (nearly_all(is_whole_number)) add(LogicalType::kInteger, "");
    if (!nearly_all(is_number)) return;
    add_decimal();
    add(LogicalType::kNumber, "");
  }

  // A fixed number of digits after the point, or a name that tells of money: exact. Else measured.
  void add_decimal() {
    int scale_min = kMoneyScaleMax + 1, scale_max = 0;
    size_t whole_max = 0;
    for (const std::string_view value : values_) {
      const Decimal decimal = decimal_of(value);
      if (!decimal.is) continue;
      scale_min = std::min(scale_min, decimal.scale);
      scale_max = std::max(scale_max, decimal.scale);
      whole_max = std::max(whole_max, decimal.whole);
    }
    const bool is_money = has_word(
        words_, {"price",   "amount",  "cost",     "total",   "fee",     "salary", "tax",
                 "balance", "revenue", "discount", "payment", "charge",  "budget", "preis",
                 "betrag",  "prix",    "montant",  "precio",  "importe", "bedrag", "prijs"});
    const bool is_fixed = scale_min == scale_max && scale_max == 2;
    if (scale_max == 0 || scale_max > kMoneyScaleMax || (!is_money && !is_fixed)) return;
    if (whole_max + kMoneyScaleMax > static_cast<size_t>(kDecimalDigits)) return;
    add(LogicalType::kNumber, fmt::format("decimal({},{})", kDecimalDigits, scale_max));
  }

  void add_times() {
    const auto is_date = [](std::string_view text) { return shape_of(text) == "9999-99-99"; };
    if (nearly_all(is_date)) add(LogicalType::kDate, "");
    if (nearly_all([](std::string_view text) { return is_timestamp(text, Offset::kNone); }))
      add(LogicalType::kTimestamp, "timestamp");
    if (nearly_all([](std::string_view text) { return is_timestamp(text, Offset::kStated); }))
      add(LogicalType::kTimestamp, "");
    if (nearly_all(is_time)) add(LogicalType::kTime, "");
    add_formatted();
    add_compact_date();
  }

  void add_formatted() {
    for (const DateShape& row : kDateShapes) {
      const auto begins = [&](std::string_view text) {
        return shape_of(text).starts_with(row.shape);
      };
      if (!nearly_all(begins)) continue;
      std::set<std::string> tails;
      for (const std::string_view value : values_)
        if (begins(value)) tails.insert(shape_of(value).substr(row.shape.size()));
      const std::string time = tails.size() == 1 ? time_format(*tails.begin()) : "?";
      if (time == "?") return;
      const bool is_date = time.empty();
      for (const std::string_view pattern : {row.first, row.second})
        if (!pattern.empty())
          add(is_date ? LogicalType::kDate : LogicalType::kTimestamp, is_date ? "" : "timestamp",
              std::string(pattern) + time);
      return;
    }
  }

  // 20130131 is a number, unless the name says what it is.
  void add_compact_date() {
    if (!has_word(words_, {"date", "day", "dt", "dob", "birthdate", "datum", "fecha"})) return;
    const auto fits = [](std::string_view text) {
      if (text.size() != 8 || !are_digits(text)) return false;
      const auto number = [&](size_t from, size_t count) {
        int out = 0;
        for (const char c : text.substr(from, count)) out = out * 10 + (c - '0');
        return out;
      };
      return number(0, 4) >= 1800 && number(0, 4) <= 2200 && number(4, 2) >= 1 &&
             number(4, 2) <= 12 && number(6, 2) >= 1 && number(6, 2) <= 31;
    };
    if (!nearly_all(fits)) return;
    add(LogicalType::kDate, "", "yyyyMMdd");
    std::rotate(out_.begin(), out_.end() - 1, out_.end());  // before the number
  }

  const ColumnProfile& column_;
  std::vector<std::string_view> values_;
  std::vector<std::string> words_;
  std::vector<TypeCandidate> out_;
};

std::string type_words(const spec::Property& type) {
  std::string out(spec::to_string(type.logical_type));
  if (!type.physical_type.empty()) out += " " + type.physical_type;
  if (!type.options.format.empty()) out += " " + type.options.format;
  return out;
}

// The other order of day and month, when it reads every value too.
bool is_ambiguous(const ColumnProfile& column, const TypeCandidate& chosen) {
  const std::string& format = chosen.property.options.format;
  if (!format.starts_with("dd/MM") && !format.starts_with("MM/dd") &&
      !format.starts_with("dd-MM") && !format.starts_with("MM-dd"))
    return false;
  return std::ranges::any_of(column.types, [&](const TypeCandidate& other) {
    return &other != &chosen && other.failing == 0 && !other.property.options.format.empty();
  });
}

}  // namespace

const std::vector<std::string>& missing_words_known() {
  static const std::vector<std::string> kWords = {
      "NA",   "N/A", "n/a", "na",  "#N/A", "<NA>", "NULL", "null", "Null",    "(null)",  "None",
      "none", "NaN", "nan", "\\N", "-",    "--",   "?",    ".",    "missing", "unknown", "Unknown"};
  return kWords;
}

bool is_missing_word_of_text(std::string_view word) {
  constexpr std::array<std::string_view, 9> kWords = {"N/A",  "n/a",    "#N/A", "<NA>", "NULL",
                                                      "null", "(null)", "NaN",  "\\N"};
  return std::ranges::find(kWords, word) != kWords.end();
}

bool is_name_of_digits(const std::vector<std::string>& words) {
  return has_word(words, {"phone",      "telephone",  "tel",
                          "telefon",    "mobile",     "fax",
                          "gsm",        "zip",        "zipcode",
                          "postcode",   "postalcode", "plz",
                          "iban",       "ssn",        "bsn",
                          "isbn",       "ean",        "gtin",
                          "upc",        "imei",       "card",
                          "cardnumber", "pan",        "accountnumber",
                          "nationalid", "taxid",      "pesel",
                          "aadhaar",    "cpr",        "personnummer",
                          "nir",        "nhsnumber",  "rijksregisternummer"});
}

std::vector<TypeCandidate> type_candidates(const ColumnProfile& column) {
  return Candidates(column).run();
}

TypeChoice choose_type(const ColumnProfile& column) {
  TypeChoice out;
  for (const TypeCandidate& type : column.types) {
    const std::string words = type_words(type.property);
    if (type.failing > 0) {
      out.evidence.push_back(
          {"type", words,
           static_cast<double>(column.present - type.failing) /
               static_cast<double>(std::max<int64_t>(column.present, 1)),
           fmt::format("{} of {} values are not of it, `{}` among them: nearly, so not chosen",
                       type.failing, column.present, type.example),
           Evidence::Seen::kWhole, false});
      continue;
    }
    if (is_ambiguous(column, type)) {
      out.evidence.push_back({"type", words, 0.5,
                              "all values are dates with the day first and with the month first: "
                              "nothing tells which, so neither was chosen",
                              Evidence::Seen::kWhole, false});
      continue;
    }
    out.type = &type;
    const bool is_stated = column.from == From::kTyped;
    std::string why = is_stated ? "the file states it"
                                : fmt::format("all {} values are read as it", column.present);
    if (column.present == 0) why = "the column has no values: nothing tells its type";
    out.evidence.push_back({"type", words, is_stated ? 1.0 : confidence_of(column.present, 0.99),
                            std::move(why), Evidence::Seen::kWhole, true});
    return out;
  }
  return out;
}

}  // namespace hanse::contract
