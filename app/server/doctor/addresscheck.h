// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "server/doctor/finding.h"
#include "server/options/serveroptions.h"

namespace rastro::server {

/// Several public addresses: which are out, and with which one links are made. Nothing where there is only one. Pure.
[[nodiscard]] QList<Finding> checkAddresses(const ServerOptions &options, const core::Shop &shop);

} // namespace rastro::server
