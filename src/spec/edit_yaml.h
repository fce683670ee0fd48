// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace hanse::spec {

// Editing a file that a person wrote: bytes are spliced, so that comments, order and the form of
// all that an edit does not touch stay as they are, to the byte.

using YamlStep = std::variant<std::string, size_t>;  // a key of a map, an index of a list (from 0)
using YamlPath = std::vector<YamlStep>;              // from the root; must not be empty

struct YamlEdit {
  enum class Kind {
    kSet,     // the value at `path` becomes `value`; a key that the map has not is added at its end
    kInsert,  // `value` becomes the item at `path`, before what stands there; or the list's last
    kRemove   // the entry or item goes, with the comments deeper than itself
  };
  Kind kind = Kind::kSet;
  YamlPath path;
  Json value;  // kSet, kInsert
};

// What a text says that was read before: what is wrong with it was told then. Pure.
Json known_document(const std::string& path, const std::string& text);

// `document` with the edit made. kNotFound when the path leads nowhere, kInvalidArgument when it is
// empty or a step does not fit what it meets. Pure.
Result<Json> apply_edit(Json document, const YamlEdit& edit);

// `text` with the edits made, one after the other; `path` names the file in errors. What comes out
// reads as apply_edit says, or the edit is refused (kInvalidArgument): a form that cannot be edited
// in place (keys with `?`, a value that aliases repeat) changes nothing. Pure.
Result<std::string> edit_yaml(const std::string& path, const std::string& text,
                              const std::vector<YamlEdit>& edits);

}  // namespace hanse::spec
