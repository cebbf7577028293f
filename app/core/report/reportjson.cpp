// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/reportjson.h"

#include <QtCore/QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QJsonObject toJson(const std::map<QString, qint64> &money)
{
    QJsonObject json;
    for (const auto &[currency, minor] : money)
        json[currency] = minor;
    return json;
}

QJsonObject toJson(const Tally &tally)
{
    return {{u"sales"_s, tally.sales},
            {u"attributed"_s, tally.attributed},
            {u"minor"_s, toJson(tally.minor)},
            {u"attributed_minor"_s, toJson(tally.attributedMinor)}};
}

QJsonObject toJson(const ReportLine &line)
{
    auto json = toJson(line.tally);
    json[u"key"_s] = line.key;
    return json;
}

QJsonArray toJson(const QList<ReportLine> &lines)
{
    QJsonArray array;
    for (const ReportLine &line : lines)
        array.append(toJson(line));
    return array;
}

QJsonArray reasonsToJson(const QList<ReportLine> &lines)
{
    QJsonArray array;
    for (const ReportLine &line : lines) {
        auto json = toJson(line);
        if (const Reason *reason = reasonByCode(line.key)) {
            json[u"severity"_s] = severityName(reason->severity);
            json[u"reason"_s] = reason->text;
            json[u"remedy"_s] = reason->remedy;
        }
        array.append(json);
    }
    return array;
}

QString cell(QString text)
{
    if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()))
        text.prepend(u'\'');
    if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r'))
        return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text;
}

void addRows(QString &csv, const QString &section, const QString &key, const Tally &tally)
{
    for (const auto &[currency, minor] : tally.minor) {
        const auto attributed = tally.attributedMinor.find(currency);
        const qint64 ofThose = attributed == tally.attributedMinor.end() ? 0 : attributed->second;
        const QStringList cells{section,
                                cell(key),
                                currency,
                                QString::number(tally.sales),
                                QString::number(tally.attributed),
                                QString::number(minor),
                                QString::number(ofThose)};
        csv += cells.join(u',') + u"\r\n"_s;
    }
}

void addRows(QString &csv, const QString &section, const QList<ReportLine> &lines)
{
    for (const ReportLine &line : lines)
        addRows(csv, section, line.key, line.tally);
}

} // namespace

const Reason *reasonByCode(const QString &code)
{
    const auto &all = allReasons();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Reason &reason) { return reason.code == code; });
    return found == all.end() ? nullptr : &*found;
}

QJsonObject toJson(const SaleReport &report)
{
    return {{u"total"_s, toJson(report.total)},
            {u"rules"_s, toJson(report.rules)},
            {u"reasons"_s, reasonsToJson(report.reasons)},
            {u"pools"_s, toJson(report.pools)},
            {u"bots"_s, toJson(report.bots)},
            {u"campaigns"_s, toJson(report.campaigns)},
            {u"days"_s, toJson(report.days)}};
}

QString toCsv(const SaleReport &report)
{
    auto csv = u"section,key,currency,sales,attributed,minor,attributed_minor\r\n"_s;
    addRows(csv, u"total"_s, {}, report.total);
    addRows(csv, u"rule"_s, report.rules);
    addRows(csv, u"reason"_s, report.reasons);
    addRows(csv, u"pool"_s, report.pools);
    addRows(csv, u"bot"_s, report.bots);
    addRows(csv, u"campaign"_s, report.campaigns);
    addRows(csv, u"day"_s, report.days);
    return csv;
}

} // namespace rastro::core
