// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

namespace rastro::server {

/// What one check of `rastro doctor` found.
struct Finding
{
    enum Level { Well, Warning, Trouble };

    Level level = Well;
    QString code;    ///< Names the check, stable, for machines: "database.disk".
    QString subject; ///< "bot “demo”", "database", …
    QString text;    ///< One sentence.
    QString remedy;  ///< What to do; empty if all is well.

    [[nodiscard]] QJsonObject toJson() const;
};

/// "ok", "warning" or "trouble".
[[nodiscard]] QString levelName(Finding::Level level);

/// "40 seconds", "3 hours", "12 days": about how long, for people.
[[nodiscard]] QString aboutHowLong(qint64 micros);

} // namespace rastro::server
