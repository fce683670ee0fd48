// SPDX-License-Identifier: Apache-2.0
#include "spec/editions.h"

namespace hanse::spec {

Editions odcs_edition(std::string_view api_version) {
  if (api_version == "v3.2.0") return kOdcs32;
  if (api_version == "v3.1.0") return kOdcs31;
  return api_version.starts_with("v3.0.") || api_version.starts_with("v2.2.") ? kOdcs30 : kHanse1;
}

Editions odps_edition(std::string_view api_version) {
  if (api_version == "v1.1.0") return kOdps11;
  if (api_version == "v1.0.0") return kOdps10;
  return api_version == "v0.9.0" ? kOdps09 : kHanse1;
}

std::string_view newest_version(Editions editions) {
  if ((editions & kOdcs32) != 0) return "v3.2.0";
  if ((editions & kOdcs31) != 0) return "v3.1.0";
  if ((editions & kOdcs30) != 0) return "v3.0.2";
  if ((editions & kOdps11) != 0) return "v1.1.0";
  if ((editions & kOdps10) != 0) return "v1.0.0";
  return (editions & kOdps09) != 0 ? "v0.9.0" : "hanse/v1";
}

}  // namespace hanse::spec
