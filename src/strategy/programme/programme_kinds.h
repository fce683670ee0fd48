// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/decoder.h"
#include "spec/model.h"

namespace hanse::strategy {

// What document_kinds.cc asks of the files of `hanse roadmap` and `hanse change`: each reads one
// kind and reports what does not fit, also against the mesh.
using ProgrammeCheckFunction = void(spec::Decoder&, const spec::Node&, const spec::Model&);
ProgrammeCheckFunction check_roadmap_file, check_forecasts_file, check_organisation_file,
    check_responsibilities_file, check_stakeholders_file, check_communication_file,
    check_pilot_file;

}  // namespace hanse::strategy
