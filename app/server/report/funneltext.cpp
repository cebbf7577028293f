// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/report/funneltext.h"

#include "server/report/figuretext.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr qsizetype longestName = 40;

using Cells = QList<QStringList>; // A list for each line of the table.

QString nameText(const core::FunnelReportLine &line, const QString &kind, const QString &name)
{
    if (name.isEmpty())
        return line.isOrganic && kind != u"bot" ? u"(organic)"_s : u"(none)"_s;
    const auto text = plain(name);
    return text.size() > longestName ? text.left(longestName - 1) + u'…' : text;
}

QStringList figures(const core::FunnelTally &tally)
{
    return {QString::number(tally.visits),         QString::number(tally.starts),
            percent(tally.adStarts, tally.visits), QString::number(tally.charges),
            percent(tally.charges, tally.starts),  QString::number(tally.sales),
            percent(tally.sales, tally.charges),   moneyText(tally.minor)};
}

QStringList header(const QStringList &by)
{
    return by + QStringList{u"visits"_s,    u"starts"_s, u"of visits"_s,  u"charges"_s,
                            u"of starts"_s, u"sales"_s,  u"of charges"_s, u"revenue"_s};
}

Cells cellsOf(const core::FunnelReport &report)
{
    Cells cells{header(report.by)};
    for (const auto &line : report.lines) {
        QStringList names;
        for (qsizetype at = 0; at < report.by.size(); ++at)
            names.append(nameText(line, report.by[at], line.names[at]));
        cells.append(names + figures(line.tally));
    }
    QStringList total(report.by.size(), QString());
    if (!total.isEmpty())
        total.first() = u"total"_s;
    cells.append(total + figures(report.total));
    return cells;
}

// Names to the left, figures to the right, the last column as it is.
QString aligned(const QStringList &cells, const QList<qsizetype> &widths, qsizetype names)
{
    QStringList texts;
    for (qsizetype at = 0; at + 1 < cells.size(); ++at)
        texts.append(at < names ? cells[at].leftJustified(widths[at]) : cells[at].rightJustified(widths[at]));
    if (!cells.last().isEmpty())
        texts.append(cells.last());
    return texts.join(u"  "_s);
}

QList<qsizetype> widthsOf(const Cells &cells)
{
    QList<qsizetype> widths(cells.first().size(), 0);
    for (const auto &line : cells) {
        for (qsizetype at = 0; at < line.size(); ++at)
            widths[at] = std::max(widths[at], line[at].size());
    }
    return widths;
}

} // namespace

QStringList funnelLines(const core::FunnelReport &report, const Style &style)
{
    const auto cells = cellsOf(report);
    const auto widths = widthsOf(cells);
    QStringList lines;
    for (const auto &line : cells)
        lines.append(aligned(line, widths, report.by.size()));
    lines.first() = style.paint(lines.first(), Style::Bold);
    if (!report.by.isEmpty())
        lines.last() = style.paint(lines.last(), Style::Bold);
    const core::FunnelTally &total = report.total;
    lines.append(QString());
    lines.append(u"Not visits: %1 repeated loads, %2 previews, %3 crawlers."_s.arg(total.repeats)
                     .arg(total.previews)
                     .arg(total.crawlers));
    return lines;
}

} // namespace rastro::server
