// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/arrow_c.h"

namespace hanse::data {

// Private: what the pointers of an Arrow schema or array point to. It goes with `private_data`.
template <typename Node>
struct ArrowChildren {
  std::vector<Node> children;
  std::vector<Node*> pointers;
};

template <typename Node, typename Memory>
void release_arrow(Node* node) {
  for (int64_t i = 0; i < node->n_children; ++i)
    if (Node* child = node->children[i]; child->release != nullptr) child->release(child);
  delete static_cast<Memory*>(node->private_data);
  node->release = nullptr;
}

// `Memory` is an ArrowChildren; its `children` become the node's.
template <typename Node, typename Memory>
void own_arrow(Node& node, std::unique_ptr<Memory> memory) {
  for (Node& child : memory->children) memory->pointers.push_back(&child);
  node.n_children = static_cast<int64_t>(memory->children.size());
  node.children = memory->pointers.empty() ? nullptr : memory->pointers.data();
  node.private_data = memory.release();
  node.release = release_arrow<Node, Memory>;
}

// `Memory` is an ArrowChildren<ArrowArray> with an array `starts` of pointers, of which so many are
// to the array's buffers.
template <typename Memory>
ArrowArray arrow_array(std::unique_ptr<Memory> memory, int64_t rows, int64_t nulls,
                       int64_t buffers) {
  ArrowArray out{};
  out.length = rows;
  out.null_count = nulls;
  out.n_buffers = buffers;
  out.buffers = memory->starts.data();
  own_arrow(out, std::move(memory));
  return out;
}

// Rows of these columns.
inline ArrowArray arrow_rows(std::vector<ArrowArray> columns, int64_t rows) {
  struct RowsMemory : ArrowChildren<ArrowArray> {
    std::array<const void*, 1> starts{};  // none is missing
  };
  auto memory = std::make_unique<RowsMemory>();
  memory->children = std::move(columns);
  return arrow_array(std::move(memory), rows, 0, 1);
}

// Of values that may be missing.
inline ArrowSchema arrow_schema(std::string format, std::string name,
                                std::vector<ArrowSchema> children) {
  constexpr int64_t kNullable = 2;  // ARROW_FLAG_NULLABLE
  struct SchemaMemory : ArrowChildren<ArrowSchema> {
    std::string format, name;
  };
  auto memory = std::make_unique<SchemaMemory>();
  memory->format = std::move(format);
  memory->name = std::move(name);
  memory->children = std::move(children);
  ArrowSchema out{};
  out.format = memory->format.c_str();
  out.name = memory->name.c_str();
  out.flags = kNullable;
  own_arrow(out, std::move(memory));
  return out;
}

}  // namespace hanse::data
