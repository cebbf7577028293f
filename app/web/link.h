// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::web {

/// `text` if it is an absolute URL that a page of ours may link to (https, http, tg, mailto), else nothing: never
/// javascript:, never a relative one.
[[nodiscard]] QString linkOrNothing(const QString &text);

} // namespace rastro::web
