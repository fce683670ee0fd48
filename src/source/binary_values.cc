// SPDX-License-Identifier: Apache-2.0
#include "source/binary_values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>

#include "base/big_endian.h"
#include "base/utf8.h"
#include "engine/types.h"

namespace hanse::source {
namespace {

// Counted from 1970; PostgreSQL counts from 2000.
constexpr int64_t kDays2000 = 10'957, kUs2000 = 946'684'800'000'000;
// 0001-01-01 to the last day or moment whose text the engine reads (convert.cc).
constexpr int64_t kFirstDay = -719'162, kLastDay = 364'522'971;
constexpr int64_t kUsADay = 86'400'000'000;
constexpr int64_t kFirstUs = kFirstDay * kUsADay, kLastUs = 9'223'372'036'854'775'806;

constexpr int kDigitsMax = 38;  // of a decimal

using Decimal = __int128;
using Form = BinaryForm::Kind;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

int width_of(std::string_view type) {
  if (type == "TINYINT") return 1;
  if (type == "SMALLINT") return 2;
  if (type == "INTEGER") return 4;
  return type == "BIGINT" ? 8 : 0;
}

std::optional<BinaryForm> decimal_form(Form kind, std::string_view type) {
  const auto decimal = engine::decimal_of(type);
  if (!decimal || decimal->precision > kDigitsMax) return std::nullopt;
  return BinaryForm{kind, 0, decimal->precision, decimal->scale};
}

// Nothing for bytes that are no whole number.
std::optional<int64_t> whole_number(std::string_view bytes) {
  switch (bytes.size()) {
    case 2:
      return big_endian<int16_t>(bytes);
    case 4:
      return big_endian<int32_t>(bytes);
    case 8:
      return big_endian<int64_t>(bytes);
    default:
      return std::nullopt;
  }
}

constexpr auto kPowersOfTen = [] {
  std::array<Decimal, kDigitsMax + 1> out{1};
  for (size_t i = 1; i < out.size(); ++i) out[i] = out[i - 1] * 10;
  return out;
}();
Decimal power_of_ten(int exponent) { return kPowersOfTen[static_cast<size_t>(exponent)]; }

// A numeric: digits of base 10,000, the first of which counts 10,000 ** weight.
struct Numeric {
  std::string_view digits;
  int weight = 0;
  bool is_negative = false, is_finite = true;
  double other = 0;  // when it is not
  int count() const { return static_cast<int>(digits.size() / 2); }
  int digit(int at) const {
    return big_endian<int16_t>(digits.substr(2 * static_cast<size_t>(at)));
  }
};

std::optional<Numeric> numeric_of(std::string_view bytes) {
  constexpr size_t kHeader = 8;
  if (bytes.size() < kHeader) return std::nullopt;
  const int count = big_endian<int16_t>(bytes);
  if (count < 0 || bytes.size() != kHeader + 2 * static_cast<size_t>(count)) return std::nullopt;
  Numeric out{bytes.substr(kHeader), big_endian<int16_t>(bytes.substr(2)), false, true, 0};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  switch (static_cast<uint16_t>(big_endian<int16_t>(bytes.substr(4)))) {
    case 0x0000:
      break;
    case 0x4000:
      out.is_negative = true;
      break;
    case 0xC000:
      return Numeric{{}, 0, false, false, std::numeric_limits<double>::quiet_NaN()};
    case 0xD000:
      return Numeric{{}, 0, false, false, kInfinity};
    case 0xF000:
      return Numeric{{}, 0, false, false, -kInfinity};
    default:
      return std::nullopt;
  }
  for (int i = 0; i < count; ++i)
    if (out.digit(i) < 0 || out.digit(i) >= 10'000) return std::nullopt;
  return out;
}

std::optional<Decimal> decimal_value(const Numeric& numeric, const BinaryForm& form) {
  if (!numeric.is_finite) return std::nullopt;
  const Decimal end = power_of_ten(form.precision);
  Decimal out = 0;
  for (int i = 0; i < numeric.count(); ++i) {
    const int digit = numeric.digit(i);
    if (digit == 0) continue;
    const int exponent = 4 * (numeric.weight - i) + form.scale;
    if (exponent >= form.precision) return std::nullopt;
    if (exponent >= 0) {
      if (digit >= power_of_ten(std::min(4, form.precision - exponent))) return std::nullopt;
      out += digit * power_of_ten(exponent);  // with what is there below 10 ** 38
    } else {
      const int divisor = exponent > -4 ? static_cast<int>(power_of_ten(-exponent)) : 10'000;
      if (digit % divisor != 0) return std::nullopt;  // a digit that would be cut
      out += digit / divisor;
    }
    if (out >= end) return std::nullopt;
  }
  return numeric.is_negative ? -out : out;
}

std::optional<Decimal> decimal_value(int64_t number, const BinaryForm& form) {
  const int room = form.precision - form.scale;
  const Decimal most = power_of_ten(room);
  if (number >= most || number <= -most) return std::nullopt;
  return number * power_of_ten(form.scale);
}

// What is written like this, when a DOUBLE keeps all its digits (as exact_number_of).
std::optional<double> exact_double(std::string digits, int exponent, bool is_negative) {
  constexpr size_t kDigitsKept = 15;
  digits.erase(0, digits.find_first_not_of('0'));
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++exponent;
  }
  if (digits.size() > kDigitsKept) return std::nullopt;
  const std::string text =
      fmt::format("{}{}e{}", is_negative ? "-" : "", digits.empty() ? "0" : digits, exponent);
  double out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failure != std::errc()) return std::nullopt;
  return out;
}

std::optional<double> double_value(const Numeric& numeric) {
  if (!numeric.is_finite) return numeric.other;
  std::string digits;
  for (int i = 0; i < numeric.count(); ++i) digits += fmt::format("{:04}", numeric.digit(i));
  return exact_double(std::move(digits), 4 * (numeric.weight - numeric.count() + 1),
                      numeric.is_negative);
}

std::optional<double> double_value(int64_t number) {
  std::string digits = std::to_string(number);
  const bool is_negative = digits.starts_with('-');
  if (is_negative) digits.erase(0, 1);
  return exact_double(std::move(digits), 0, is_negative);
}

std::string uuid_text(std::string_view bytes) {
  std::string out;
  for (size_t i = 0; i < bytes.size(); ++i)
    out += fmt::format("{}{:02x}", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
                       static_cast<uint8_t>(bytes[i]));
  return out;
}

// One value of one column into the chunk that is made. False when it does not fit.
class Putting {
 public:
  Putting(const BinaryForm& form, data::ChunkBuilder& builder, size_t column)
      : form_(form), builder_(builder), column_(column) {}

  bool take(std::string_view value) {
    switch (form_.kind) {
      case Form::kBytes:
        return put_bytes(value);
      case Form::kText:
        return put_text(value);
      case Form::kJsonb:  // behind the format's version
        return value.starts_with('\1') && put_text(value.substr(1));
      case Form::kUuid:
        return value.size() == 16 && put_bytes(uuid_text(value));
      case Form::kBool:
        if (value.size() != 1) return false;
        builder_.add_bool(column_, value[0] != 0);
        return true;
      case Form::kFloat:
        return value.size() == 4 && put(std::bit_cast<float>(big_endian<int32_t>(value)));
      case Form::kDouble:
        return value.size() == 8 && put(std::bit_cast<double>(big_endian<int64_t>(value)));
      case Form::kDecimal:
      case Form::kDecimalAsDouble:
        return take_numeric(value);
      default:
        return take_whole(value);
    }
  }

 private:
  bool put_bytes(std::string_view value) {
    builder_.add_bytes(column_, value);
    return true;
  }
  // A database of the encoding SQL_ASCII sends what it has.
  bool put_text(std::string_view value) {
    return first_invalid_utf8(value) == std::string::npos && put_bytes(value);
  }
  template <typename T>
  bool put(const T& value) {
    builder_.add(column_, value);
    return true;
  }
  template <typename T>
  bool put(const std::optional<T>& value) {
    return value && put(*value);
  }

  bool take_numeric(std::string_view value) {
    const auto numeric = numeric_of(value);
    if (!numeric) return false;
    return form_.kind == Form::kDecimal ? put(decimal_value(*numeric, form_))
                                        : put(double_value(*numeric));
  }

  // `number` + `more`, where that lies within the bounds.
  template <typename T>
  bool put_within(int64_t number, int64_t least, int64_t most, int64_t more = 0) {
    if (number < least - more || number > most - more) return false;
    return put(static_cast<T>(number + more));
  }
  template <typename T>
  bool put_as(int64_t number) {
    return put_within<T>(number, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
  }

  bool take_whole(std::string_view value) {
    const auto number = whole_number(value);
    if (!number) return false;
    switch (form_.kind) {
      case Form::kWholeAsDecimal:
        return put(decimal_value(*number, form_));
      case Form::kWholeAsDouble:
        return put(double_value(*number));
      case Form::kDay:
        return put_within<int32_t>(*number, kFirstDay, kLastDay, kDays2000);
      case Form::kTime:
        return put_within<int64_t>(*number, 0, kUsADay);
      case Form::kMoment:
        return put_within<int64_t>(*number, kFirstUs, kLastUs, kUs2000);
      default:
        break;
    }
    switch (form_.width) {
      case 1:
        return put_as<int8_t>(*number);
      case 2:
        return put_as<int16_t>(*number);
      case 4:
        return put_as<int32_t>(*number);
      default:
        return put_as<int64_t>(*number);
    }
  }

  const BinaryForm& form_;
  data::ChunkBuilder& builder_;
  const size_t column_;
};

}  // namespace

std::optional<BinaryForm> binary_form_of(std::string_view base, std::string_view type) {
  const bool is_whole = is_one_of(base, {"int2", "int4", "int8"});
  if (is_whole && width_of(type) > 0) return BinaryForm{Form::kWhole, width_of(type), 0, 0};
  if (is_whole && type == "DOUBLE") return BinaryForm{Form::kWholeAsDouble, 0, 0, 0};
  if (is_whole) return decimal_form(Form::kWholeAsDecimal, type);
  if (base == "numeric" && type == "DOUBLE") return BinaryForm{Form::kDecimalAsDouble, 0, 0, 0};
  if (base == "numeric") return decimal_form(Form::kDecimal, type);
  struct Pair {
    std::string_view base, type;
    Form kind;
  };
  for (const Pair& pair :
       {Pair{"bool", "BOOLEAN", Form::kBool}, Pair{"float4", "FLOAT", Form::kFloat},
        Pair{"float8", "DOUBLE", Form::kDouble}, Pair{"text", "VARCHAR", Form::kText},
        Pair{"varchar", "VARCHAR", Form::kText}, Pair{"bpchar", "VARCHAR", Form::kText},
        Pair{"json", "VARCHAR", Form::kText}, Pair{"jsonb", "VARCHAR", Form::kJsonb},
        Pair{"uuid", "VARCHAR", Form::kUuid}, Pair{"bytea", "BLOB", Form::kBytes},
        Pair{"date", "DATE", Form::kDay}, Pair{"time", "TIME", Form::kTime},
        Pair{"timestamp", "TIMESTAMP", Form::kMoment}, Pair{"timestamp", kZoned, Form::kMoment},
        Pair{"timestamptz", kZoned, Form::kMoment}})
    if (pair.base == base && pair.type == type) return BinaryForm{pair.kind, 0, 0, 0};
  return std::nullopt;
}

bool put_binary_value(const BinaryForm& form, std::string_view value, data::ChunkBuilder& builder,
                      size_t column) {
  return Putting(form, builder, column).take(value);
}

}  // namespace hanse::source
