// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/finding.h"

#include <array>

using namespace Qt::StringLiterals;

namespace rastro::server {

QJsonObject Finding::toJson() const
{
    return {{u"level"_s, levelName(level)},
            {u"code"_s, code},
            {u"subject"_s, subject},
            {u"text"_s, text},
            {u"remedy"_s, remedy}};
}

QString levelName(Finding::Level level)
{
    return level == Finding::Well ? u"ok"_s : level == Finding::Warning ? u"warning"_s : u"trouble"_s;
}

QString aboutHowLong(qint64 micros)
{
    struct Unit
    {
        qint64 seconds;
        QString name;
    };
    static const std::array units{Unit{86'400, u"days"_s}, Unit{3'600, u"hours"_s}, Unit{60, u"minutes"_s}};
    const auto seconds = micros / 1'000'000;
    for (const Unit &unit : units) {
        if (seconds >= 2 * unit.seconds)
            return u"%1 %2"_s.arg(seconds / unit.seconds).arg(unit.name);
    }
    return u"%1 seconds"_s.arg(seconds);
}

} // namespace rastro::server
