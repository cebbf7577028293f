// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/machinecheck.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QTimeZone>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr std::chrono::microseconds visible = 30s;
// Meta refuses events that lie in the future.
constexpr std::chrono::microseconds harmful = 5min;

Finding checkFiles(const MachineFacts &facts)
{
    const auto subject = u"open files"_s;
    if (facts.openFilesLimit == 0 || facts.openFilesLimit >= facts.openFilesNeeded)
        return {Finding::Well, u"machine.files"_s, subject, u"The limit has room for every connection."_s, {}};
    return {Finding::Warning, u"machine.files"_s, subject,
            u"The process may open %1, but its connections may need %2."_s.arg(facts.openFilesLimit)
                .arg(facts.openFilesNeeded),
            u"Raise it: LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536 before rastro serve."_s};
}

Finding checkClock(const MachineFacts &facts)
{
    const auto subject = u"clock"_s;
    const auto remedy = u"Switch time synchronisation on: timedatectl set-ntp true."_s;
    if (facts.newestEntry - facts.now > visible.count())
        return {Finding::Trouble, u"machine.clock"_s, subject,
                u"The newest entry lies %1 in the future: the clock was set back, or was wrong then."_s.arg(
                    aboutHowLong(facts.newestEntry - facts.now)),
                remedy};
    if (!facts.otherClock)
        return {Finding::Well, u"machine.clock"_s, subject, u"Nothing stored lies in the future."_s, {}};
    const auto off = std::abs(facts.now - *facts.otherClock);
    if (off <= visible.count())
        return {Finding::Well, u"machine.clock"_s, subject, u"It agrees with Telegram's."_s, {}};
    return {off > harmful.count() ? Finding::Trouble : Finding::Warning, u"machine.clock"_s, subject,
            u"It is %1 %2 Telegram's."_s.arg(aboutHowLong(off),
                                             facts.now > *facts.otherClock ? u"ahead of"_s : u"behind"_s),
            remedy};
}

} // namespace

qint64 openFilesLimitIn(const QByteArray &procLimits)
{
    const auto lines = procLimits.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("Max open files"))
            return line.mid(14).simplified().split(' ').value(0).toLongLong(); // "unlimited" gives 0.
    }
    return 0;
}

qint64 openFilesLimitOf(qint64 process)
{
    QFile file(u"/proc/%1/limits"_s.arg(process == 0 ? u"self"_s : QString::number(process)));
    return file.open(QFile::ReadOnly) ? openFilesLimitIn(file.readAll()) : 0;
}

std::optional<Micros> timeOfHttpDate(const QByteArray &date)
{
    auto time = QLocale::c().toDateTime(QString::fromLatin1(date), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!time.isValid())
        return std::nullopt;
    return QDateTime(time.date(), time.time(), QTimeZone::utc()).toMSecsSinceEpoch() * 1000;
}

Finding checkServer(bool serves)
{
    if (serves)
        return {Finding::Well, u"server.running"_s, u"server"_s, u"A server runs on this data folder."_s, {}};
    return {Finding::Warning, u"server.stopped"_s, u"server"_s, u"No server runs on this data folder."_s,
            u"Start it: rastro serve."_s};
}

QList<Finding> checkMachine(const MachineFacts &facts)
{
    return {checkServer(facts.serves), checkFiles(facts), checkClock(facts)};
}

} // namespace rastro::server
