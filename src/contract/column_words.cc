// SPDX-License-Identifier: Apache-2.0
#include "contract/column_words.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/utf8.h"

namespace hanse::contract {
namespace {

constexpr size_t kCompoundMax = 4;  // words that may stand for one
constexpr size_t kPrefixBytesMax = 5;

// Latin letters with marks, as their plain ones: what names of columns have.
constexpr std::pair<std::string_view, std::string_view> kPlain[] = {
    {"à", "a"}, {"á", "a"}, {"â", "a"},  {"ã", "a"}, {"ä", "a"}, {"å", "a"}, {"æ", "ae"},
    {"ç", "c"}, {"è", "e"}, {"é", "e"},  {"ê", "e"}, {"ë", "e"}, {"ì", "i"}, {"í", "i"},
    {"î", "i"}, {"ï", "i"}, {"ñ", "n"},  {"ò", "o"}, {"ó", "o"}, {"ô", "o"}, {"õ", "o"},
    {"ö", "o"}, {"ø", "o"}, {"ß", "ss"}, {"ù", "u"}, {"ú", "u"}, {"û", "u"}, {"ü", "u"},
    {"ł", "l"}, {"ś", "s"}, {"ż", "z"},  {"ź", "z"}, {"ć", "c"}, {"ń", "n"}, {"ę", "e"},
    {"ą", "a"}, {"č", "c"}, {"š", "s"},  {"ž", "z"}};

std::string without_marks(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto found = std::ranges::find_if(
        kPlain, [&](const auto& each) { return text.substr(i).starts_with(each.first); });
    if (found == std::end(kPlain)) {
      out += text[i++];
    } else {
      out += found->second;
      i += found->first.size();
    }
  }
  return out;
}

std::vector<std::string> split(std::string_view name) {
  const std::string plain = without_marks(name);
  std::vector<std::string> out;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) out.push_back(ascii_lower(word));
    word.clear();
  };
  for (size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      flush();
      continue;
    }
    const char before = word.empty() ? '\0' : word.back();
    const bool next_is_lower = i + 1 < plain.size() && is_lower(plain[i + 1]);
    const bool begins =
        (is_upper(c) && (is_lower(before) || (is_upper(before) && next_is_lower))) ||
        (is_upper(c) && is_digit(before) && next_is_lower);
    if (begins) flush();
    word += c;
  }
  flush();
  return out;
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> out;
  for (std::string& word : split(name)) {
    if (!out.empty() && out.back() == "e" && word == "mail")
      out.back() = "email";
    else
      out.push_back(std::move(word));
  }
  return out;
}

bool has_word(const std::vector<std::string>& words,
              std::initializer_list<std::string_view> wanted) {
  for (size_t from = 0; from < words.size(); ++from) {
    std::string joined;
    for (size_t to = from; to < std::min(words.size(), from + kCompoundMax); ++to) {
      joined += words[to];
      if (std::ranges::find(wanted, std::string_view(joined)) != wanted.end()) return true;
    }
  }
  return false;
}

bool ends_with_word(const std::vector<std::string>& words,
                    std::initializer_list<std::string_view> wanted) {
  return !words.empty() &&
         std::ranges::find(wanted, std::string_view(words.back())) != wanted.end();
}

std::string singular(std::string_view word) {
  std::string out(word);
  const auto ends = [&](std::string_view end) {
    return out.size() > end.size() + 1 && out.ends_with(end);
  };
  if (ends("ies")) return out.substr(0, out.size() - 3) + "y";
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes"))
    return out.substr(0, out.size() - 2);
  if (ends("s") && !out.ends_with("ss") && !out.ends_with("us") && !out.ends_with("is"))
    out.pop_back();
  return out;
}

std::string sentence_of(std::string_view name) {
  std::string out;
  for (const std::string& word : words_of(name)) {
    if (!out.empty()) out += ' ';
    const bool is_short = word == "id" || word == "iban" || word == "ip" || word == "url";
    for (const char c : word)
      out += is_short ? static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c) : c;
  }
  if (!out.empty() && is_lower(out[0])) out[0] = static_cast<char>(out[0] - 32);
  return out;
}

std::string identifier_of(std::string_view name) {
  std::string out;
  for (const char c : without_marks(name)) {
    if (is_upper(c) || is_lower(c) || is_digit(c))
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (out.ends_with('_')) out.pop_back();
  if (out.empty() || is_digit(out[0])) out.insert(0, "c_");
  return out;
}

std::string shared_prefix(const std::vector<std::string>& names) {
  if (names.size() < 3) return {};
  const size_t bar = names[0].find('_');
  if (bar == std::string::npos || bar == 0 || bar >= kPrefixBytesMax) return {};
  const std::string prefix = names[0].substr(0, bar + 1);
  const bool all = std::ranges::all_of(names, [&](const std::string& name) {
    return name.size() > prefix.size() && name.starts_with(prefix);
  });
  return all ? prefix : std::string();
}

}  // namespace hanse::contract
