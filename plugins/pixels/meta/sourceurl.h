// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::meta {

/// `event_source_url` of a page: scheme, host and path as they are, of the query only utm_* and fbclid (byte for byte),
/// no fragment and no user name; whatever else stands in an address may be personal (an e-mail address in a query has
/// got shops' events refused). Empty unless it is http or https.
[[nodiscard]] QString eventSourceUrl(const QString &pageUrl);

} // namespace rastro::meta
