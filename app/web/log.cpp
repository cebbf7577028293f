// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/log.h"

namespace rastro::web {

Q_LOGGING_CATEGORY(webLog, "rastro.web")

} // namespace rastro::web
