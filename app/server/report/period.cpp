// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/report/period.h"

#include <QtCore/QDateTime>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr int daysByDefault = 30;

Result<QDate> readDay(const QString &option, const QString &text, const QDate &otherwise)
{
    if (text.isEmpty())
        return otherwise;
    const auto day = QDate::fromString(text, Qt::ISODate);
    if (!day.isValid())
        return failure(u"options."_s + option, u"--%1: “%2” is not a day. Write it as 2026-11-21."_s.arg(option, text));
    return day;
}

Micros beginOf(const QDate &day, const QTimeZone &zone)
{
    return day.startOfDay(zone).toMSecsSinceEpoch() * 1000;
}

} // namespace

Result<Period> readPeriod(const QString &from, const QString &to, const QString &zone, Micros now)
{
    const auto place = zone.isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone(zone.toLatin1());
    if (!place.isValid())
        return failure(u"options.zone"_s,
                       u"--zone: “%1” is not a time zone. Write for example America/Sao_Paulo or UTC."_s.arg(zone));
    const auto today = QDateTime::fromMSecsSinceEpoch(now / 1000, place).date();
    const auto last = readDay(u"to"_s, to, today);
    if (!last)
        return tl::unexpected<Error>(last.error());
    const auto first = readDay(u"from"_s, from, last->addDays(1 - daysByDefault));
    if (!first)
        return tl::unexpected<Error>(first.error());
    if (*first > *last)
        return failure(u"options.from"_s, u"--from: %1 lies after --to, %2."_s.arg(first->toString(Qt::ISODate),
                                                                                   last->toString(Qt::ISODate)));
    return Period{beginOf(*first, place), beginOf(last->addDays(1), place), place};
}

} // namespace rastro::server
