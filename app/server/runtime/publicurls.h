// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "server/options/serveroptions.h"

namespace rastro::server {

/// The installation's public addresses in the order of preference: those of the shop file, or, if it names none, those
/// of the options. Never empty.
[[nodiscard]] QStringList publicUrls(const ServerOptions &options, const core::Shop &shop);

/// The one that links are made with now: the first that is well as far as is known, or, if none is, the first.
[[nodiscard]] QString presentPublicUrl(const QStringList &urls, const core::Shop &shop);

/// What is known of one address. Closed if nothing is.
[[nodiscard]] core::Circuit healthOf(const QString &url, const core::Shop &shop);

} // namespace rastro::server
