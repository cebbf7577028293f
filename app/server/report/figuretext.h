// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <map>

namespace rastro::server {

/// "12.5 %"; "–" of nothing. Pure.
[[nodiscard]] QString percent(qint64 part, qint64 whole);
/// "R$19.97 + €5.00" of minor units by currency. Pure.
[[nodiscard]] QString moneyText(const std::map<QString, qint64> &money);

} // namespace rastro::server
