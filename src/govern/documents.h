// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "catalog/product_state.h"
#include "catalog/snapshot.h"
#include "govern/session.h"

namespace hanse::govern {

// The input document of hanse.read (shape: policy/documents.h) for one table and one session,
// without its `resource`. `columns` are the ones the question is about. Pure: everything that
// decides is in the two.
Json read_input(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                const std::vector<std::string>& columns, std::string_view operation,
                const Session& session, int64_t now_us);

// What the inputs of all questions of one session about one table have in common: that document
// without the time, the operation and the columns that are asked about.
Json common_input(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                  const Session& session, int64_t now_us);

// `resource` of that document: of the table and its state alone, so the same for every session.
Json read_resource(const spec::Model& model, const catalog::TableEntry& table,
                   const catalog::TableState& state);

// The next instant after `now_us` at which an agreement on that product begins or ends; 0: none.
int64_t next_agreement_change(const spec::Model& model, const ProductId& product, int64_t now_us);

}  // namespace hanse::govern
