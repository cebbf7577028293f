// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/report/reporttext.h"

#include "core/report/reportjson.h"
#include "server/report/figuretext.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr int keyWidth = 34;

QString keyText(const QString &key)
{
    auto text = key.isEmpty() ? u"(none)"_s : plain(key);
    if (text.size() > keyWidth)
        text = text.left(keyWidth - 1) + u'…';
    return u"  "_s + text.leftJustified(keyWidth);
}

QString counted(qint64 sales)
{
    return u"%1 %2"_s.arg(sales, 7).arg(sales == 1 ? u"sale "_s : u"sales"_s);
}

QString salesText(const core::ReportLine &line)
{
    return keyText(line.key) + u" %1  %2"_s.arg(counted(line.tally.sales), moneyText(line.tally.minor));
}

void addSection(QStringList &lines, const QString &title, const QList<core::ReportLine> &section, const Style &style)
{
    if (section.isEmpty())
        return;
    lines.append(QString());
    lines.append(style.paint(title, Style::Bold));
    for (const core::ReportLine &line : section)
        lines.append(keyText(line.key) + u" %1 %2 attributed  %3"_s.arg(counted(line.tally.sales))
                                             .arg(percent(line.tally.attributed, line.tally.sales), 8)
                                             .arg(moneyText(line.tally.minor)));
}

void addReasons(QStringList &lines, const QList<core::ReportLine> &reasons, const Style &style)
{
    if (reasons.isEmpty())
        return;
    lines.append(QString());
    lines.append(style.paint(u"Why the others are not"_s, Style::Bold));
    for (const core::ReportLine &line : reasons) {
        const core::Reason *reason = core::reasonByCode(line.key);
        lines.append(salesText(line));
        if (!reason)
            continue;
        lines.append(u"      "_s + style.paint(reason->text, reason->severity));
        if (!reason->remedy.isEmpty())
            lines.append(u"      → "_s + reason->remedy);
    }
}

void addRules(QStringList &lines, const core::SaleReport &report, const Style &style)
{
    if (report.rules.isEmpty())
        return;
    lines.append(QString());
    lines.append(style.paint(u"Attributed, by rule"_s, Style::Bold));
    for (const core::ReportLine &line : report.rules)
        lines.append(salesText(line));
}

} // namespace

QStringList reportLines(const core::SaleReport &report, const Style &style)
{
    const core::Tally &total = report.total;
    if (total.sales == 0)
        return {u"No sale was paid in this time."_s};
    QStringList lines{u"%1, %2. Attributed: %3 (%4), %5."_s.arg(counted(total.sales).trimmed(), moneyText(total.minor))
                          .arg(total.attributed)
                          .arg(percent(total.attributed, total.sales),
                               total.attributed == 0 ? u"nothing"_s : moneyText(total.attributedMinor))};
    addRules(lines, report, style);
    addReasons(lines, report.reasons, style);
    addSection(lines, u"By pool"_s, report.pools, style);
    addSection(lines, u"By bot"_s, report.bots, style);
    addSection(lines, u"By campaign"_s, report.campaigns, style);
    addSection(lines, u"By day"_s, report.days, style);
    return lines;
}

} // namespace rastro::server
