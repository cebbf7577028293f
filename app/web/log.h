// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QLoggingCategory>

namespace rastro::web {

/// "rastro.web". Never given a token, a click id or a cookie.
Q_DECLARE_LOGGING_CATEGORY(webLog)

} // namespace rastro::web
