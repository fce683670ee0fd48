// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "strategy/doctor/examine.h"

namespace hanse::strategy {

// What the doctor's views say alike. Pure.

constexpr size_t kOverShown = 6, kOverKept = 100;  // names shown to people, and in JSON

std::string counts_text(const DoctorFinding& finding);  // "12 columns, 9 without description"
std::string over_text(const DoctorFinding& finding, size_t count);
std::string place_text(const DoctorFinding& finding);  // "mesh.yaml:5"; empty: nowhere
std::vector<std::string> remedy_lines(const Detector& detector, const std::string& object);
std::string thresholds_text(const DoctorOutcome& outcome);
// "2 errors, 1 warning, 1 waived, of 20 detectors over 12 products in 3 domains; 6 did not run".
std::string verdict_text(const DoctorResult& result);
std::string_view severity_name(Severity severity);

}  // namespace hanse::strategy
