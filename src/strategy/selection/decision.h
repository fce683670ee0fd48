// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "spec/mesh.h"
#include "strategy/selection/choose.h"

namespace hanse::strategy {

// What a selection leaves behind. Pure: texts, which the caller writes.

// strategy/decisions/<id>.md, relative to the mesh.
std::string decision_path(const Selection& selection);
// The decision record: context, options, decision, consequences, what would change it. Texts of the
// selection are one line each and no Markdown.
std::string decision_record(const Selection& selection, const SelectionAnswer& answer,
                            const std::string& date);
// Whether `kept` is the record `made`, but for the day on which it was made.
bool is_same_record(std::string_view kept, std::string_view made, std::string_view date);
// `register_text` with the winner's entry in `technologies`: `for`, `ring: adopt`, `decision` and
// `reviewBy`; an entry of that id and purpose is changed in place, everything else stays to the
// byte. kInvalidArgument when there is no winner, or its id stands there for another purpose.
Result<std::string> with_technology(const std::string& path, const std::string& register_text,
                                    const spec::Mesh& mesh, const Selection& selection,
                                    const SelectionAnswer& answer);

// Other technologies that the register adopts for the selection's purpose, by id.
std::vector<std::string> also_adopted(const spec::Mesh& mesh, const Selection& selection,
                                      const SelectionAnswer& answer);

constexpr const char* kBlueprintFile = "strategy/decisions/blueprint.md";
// What the platform consists of by the mesh's technologies that are adopted or on trial, and how
// each part meets Hanse, as the catalogue knows.
std::string platform_blueprint(const spec::Mesh& mesh);

}  // namespace hanse::strategy
