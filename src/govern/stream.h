// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "data/chunk.h"
#include "govern/running.h"
#include "govern/standing.h"
#include "spec/mesh.h"

namespace hanse::govern {

// An engine's error as a principal may see it: kind kept, text ours. Engine text can quote values
// of rows that were filtered, and names that are hidden.
Error reworded(const Error& error);

// A result on its way out: asks before each chunk whether it still may leave, counts rows and bytes
// against the limits, rewords errors, keeps the files pinned and the statement listed while it
// lives.
struct GovernedStreamParts {
  std::vector<std::shared_ptr<void>> pins;  // first: let go when nothing reads any more
  std::unique_ptr<data::ChunkStream> rows;
  std::unique_ptr<RunningQueries::Ticket> ticket;
  spec::Limits limits;
  StandingDecision standing;
  std::shared_ptr<Profile> profile;
  std::shared_ptr<StepHistograms> histograms;  // to which the profile is added at the end
};
struct GovernedRows {
  std::unique_ptr<data::ChunkStream> rows;
  std::function<Status()> still_allowed;  // while `rows` lives, on its thread
};
GovernedRows governed_stream(GovernedStreamParts parts);

}  // namespace hanse::govern
