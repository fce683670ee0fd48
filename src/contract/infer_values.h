// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/infer.h"

namespace hanse::contract {

// What the values of one column say beyond their type: written into `proposal.property`, with the
// evidence. Each needs the property's type. Pure.

// No value is missing in enough rows.
void infer_required(const ColumnProfile& column, ColumnProposal& proposal);
// Few values, each often, in rows enough to have seen them all (by Good and Turing's estimate of
// what a further row would bring). Numbers only where the name tells of a code.
void infer_enum(const ColumnProfile& column, ColumnProposal& proposal);
// minimum and maximum of numbers, wider than what was seen; coordinates, shares and counts by what
// they are.
void infer_range(const ColumnProfile& column, const TypeCandidate& type, ColumnProposal& proposal);
// minLength and maxLength, exact where all are of one length; pattern and format that all meet.
void infer_text(const ColumnProfile& column, ColumnProposal& proposal);
// Rules with thresholds that the data meets with margin: missing values, nearly kept patterns,
// nearly unique identifiers.
void infer_quality(const ColumnProfile& column, ColumnProposal& proposal);
std::vector<spec::QualityRule> table_quality(const TableProfile& profile,
                                             std::vector<Evidence>& evidence);

}  // namespace hanse::contract
