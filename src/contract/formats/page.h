// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "spec/contract.h"

namespace hanse::contract {

// A contract as a page for people, before it is Markdown or HTML: plain text in all of its parts.
struct PageTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};
struct PageSection {
  std::string title;
  int level = 2;  // 1: the page itself
  std::vector<std::string> paragraphs;
  std::vector<PageTable> tables;
};
std::vector<PageSection> page_of(const spec::DataContract& contract);

}  // namespace hanse::contract
