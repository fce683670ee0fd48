// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/postgres/pg_types.h"

namespace hanse::server::pgwire {

// The one table of types, which the catalog describes columns with as well.
using postgres::Codec;
using postgres::codec_of;
using postgres::element_of;
using postgres::engine_type_of;
using postgres::kEpochDays;
using postgres::kEpochMicroseconds;
using postgres::pg_type_of;
using postgres::PgType;

}  // namespace hanse::server::pgwire
