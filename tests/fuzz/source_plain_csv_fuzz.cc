// SPDX-License-Identifier: Apache-2.0
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "base/utf8.h"
#include "source/csv_header.h"
#include "source/plain_csv.h"

using namespace hanse;

namespace {

// Row by row, each text behind a 1 and a missing one as 2; what Arrow's views say.
std::string rows_of(const ArrowArray& chunk) {
  std::string out;
  for (int64_t row = 0; row < chunk.length; ++row) {
    for (int64_t column = 0; column + 1 < chunk.n_children; ++column) {
      const ArrowArray& texts = *chunk.children[column];
      const auto* valid = static_cast<const uint8_t*>(texts.buffers[0]);
      if ((valid[row / 8] >> (row % 8) & 1) == 0) {
        out += '\2';
        continue;
      }
      const auto* view = static_cast<const char*>(texts.buffers[1]) + 16 * row;
      uint32_t size = 0, buffer = 0, offset = 0;
      std::memcpy(&size, view, sizeof size);
      std::memcpy(&buffer, view + 8, sizeof buffer);
      std::memcpy(&offset, view + 12, sizeof offset);
      const bool is_short = size <= 12;
      if (!is_short && buffer != 0) std::abort();
      const char* text = is_short ? view + 4 : static_cast<const char*>(texts.buffers[2]) + offset;
      if (!is_short && std::memcmp(text, view + 4, 4) != 0) std::abort();
      out += '\1' + std::string(text, size);
    }
    out += '\n';
  }
  return out;
}

// The same of text, one character after the other; empty where it is no plain CSV.
std::string rows_in(std::string_view text, size_t columns) {
  std::string out, field;
  size_t fields = 0;
  const auto end_field = [&] {
    out += field.empty() ? "\2" : '\1' + field;
    field.clear();
    ++fields;
  };
  for (const char c : text) {
    if (c != ',' && c != '\n') {
      field += c;
      continue;
    }
    end_field();
    if (c == ',') continue;
    if (fields != columns) return {};
    fields = 0;
    out += '\n';
  }
  if (fields == 0 && field.empty()) return out;
  end_field();
  return fields == columns ? out + '\n' : std::string();
}

}  // namespace

// Any bytes as a CSV file that is split in blocks of a few bytes, as many as the first byte says:
// refused, or what reading one character after the other gives.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto header = source::parse_csv_header(text, ',');
  if (!header) return 0;
  const int file = memfd_create("csv", MFD_CLOEXEC);
  if (file < 0 || write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    std::abort();
  source::PlainCsv::Options options;
  options.block_bytes = 1u + data[0];
  const auto csv = source::PlainCsv::open({"/proc/self/fd/" + std::to_string(file)}, *header,
                                          *header, ',', options);
  if (!csv) std::abort();
  std::string found;
  bool is_read = *csv != nullptr;
  if (is_read) {
    const auto stream = (*csv)->read();
    while (is_read) {
      const auto chunk = (*stream)->next();
      is_read = chunk.has_value();
      if (!chunk || chunk->empty()) break;
      found += rows_of(chunk->arrow());
    }
    if (is_read == (*csv)->is_refused()) std::abort();
  }
  close(file);
  if (!is_read) return 0;
  if (text.find_first_of(std::string_view("\"\0", 2)) != std::string::npos ||
      first_invalid_utf8(text) != std::string::npos)
    std::abort();
  std::string feeds = text.substr(std::min(text.find('\n'), text.size() - 1) + 1);
  std::erase(feeds, '\r');
  if (text.find('\n') != std::string::npos && found != rows_in(feeds, header->size())) std::abort();
  return 0;
}
