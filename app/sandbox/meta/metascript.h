// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace rastro::sandbox {

/// The stand-in for fbevents.js. Like the real one it works off fbq.queue and sets fbq.callMethod; sets _fbp, and _fbc
/// from the address's fbclid where that is new; reports each event as an image request to /tr beside itself, with the
/// page's address in `dl`; and, unless the page says otherwise, also reports what the page did not ask for: a PageView
/// on every history entry (fbq.disablePushState) and clicks on buttons (autoConfig). So a page that leaks shows it
/// here.
[[nodiscard]] QByteArray metaScript();

} // namespace rastro::sandbox
