// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/movereport.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QString line(const QString &table, const QString &what, const QString &from, const QString &to, const QString &mark)
{
    constexpr int tableWidth = 18;
    constexpr int whatWidth = 26;
    constexpr int numberWidth = 18;
    return u"%1 %2 %3 %4 %5"_s.arg(table, -tableWidth)
        .arg(what, -whatWidth)
        .arg(from, numberWidth)
        .arg(to, numberWidth)
        .arg(mark)
        .trimmed();
}

} // namespace

QStringList moveLines(const storage::TransferReport &report)
{
    QStringList lines{line(u"table"_s, u"what"_s, u"source"_s, u"target"_s, {})};
    int differences = 0;
    for (const auto &figure : report.figures) {
        differences += figure.isEqual() ? 0 : 1;
        if (figure.from.isNotable() || !figure.isEqual())
            lines.append(line(figure.from.table, figure.from.what, QString::number(figure.from.value),
                              QString::number(figure.to), figure.isEqual() ? QString() : u"← differs"_s));
    }
    if (report.wasResumed)
        lines.append(u"An earlier run had copied a part; this one went on with it."_s);
    if (report.startedAnew)
        lines.append(u"The source had changed since the earlier run: everything was copied anew."_s);
    lines.append(differences == 0 ? u"Both databases are the same: %1 figures compared."_s.arg(report.figures.size())
                                  : u"%1 of %2 figures differ."_s.arg(differences).arg(report.figures.size()));
    return lines;
}

QJsonObject moveJson(const storage::TransferReport &report)
{
    QJsonArray figures;
    for (const auto &figure : report.figures)
        figures.append(QJsonObject{{u"table"_s, figure.from.table},
                                   {u"what"_s, figure.from.what},
                                   {u"from"_s, figure.from.value},
                                   {u"to"_s, figure.to}});
    return {{u"equal"_s, report.isEqual()},
            {u"resumed"_s, report.wasResumed},
            {u"started_anew"_s, report.startedAnew},
            {u"figures"_s, figures}};
}

} // namespace rastro::server
