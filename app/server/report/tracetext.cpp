// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/report/tracetext.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr int nameWidth = 24; // initiate_checkout_event, and a space

using Findings = QList<core::Finding>;

bool isForOneReason(const core::Finding &a, const core::Finding &b)
{
    return !a.code.isEmpty() && a.value.isEmpty() && b.value.isEmpty() && a.code == b.code && a.reason == b.reason;
}

void addReason(QStringList &lines, const QString &before, const core::Finding &finding, const Style &style)
{
    const auto reason = u"— %1 [%2]"_s.arg(plain(finding.reason), finding.code);
    lines.append(before + style.paint(reason, finding.severity));
    if (!finding.remedy.isEmpty() && finding.severity > core::Severity::Note)
        lines.append(QString(nameWidth + 4, u' ') + u"→ "_s + finding.remedy);
}

// `finding` and, of the same reason, those of `names`.
void addFields(QStringList &lines, const core::Finding &finding, const QStringList &names, const Style &style)
{
    const QString margin(nameWidth + 2, u' ');
    const auto name = u"  "_s + names.first().leftJustified(nameWidth);
    if (!finding.value.isEmpty())
        lines.append(name + plain(finding.value));
    if (names.size() > 1)
        lines.append(u"  "_s + names.join(u", "_s));
    if (!finding.code.isEmpty())
        addReason(lines, finding.value.isEmpty() && names.size() == 1 ? name : margin, finding, style);
}

void addFindings(QStringList &lines, const Findings &findings, const Style &style)
{
    for (auto first = findings.begin(); first != findings.end();) {
        const auto end = std::find_if_not(first + 1, findings.end(),
                                          [&](const core::Finding &next) { return isForOneReason(*first, next); });
        QStringList names;
        std::transform(first, end, std::back_inserter(names),
                       [](const core::Finding &finding) { return finding.field; });
        addFields(lines, *first, names, style);
        first = end;
    }
}

void addEvents(QStringList &lines, const QList<core::ConversionRow> &events)
{
    if (!events.isEmpty())
        lines += QStringList{{}, u"  Events"_s};
    for (const core::ConversionRow &row : events) {
        const auto line =
            u"  %1 %2 to %3: %4"_s.arg(eventNameText(row.name), -17).arg(row.eventId, row.destination, row.state);
        lines.append(row.answer.isEmpty() ? line : line + u" (%1)"_s.arg(plain(row.answer)));
    }
}

void addTrail(QStringList &lines, const QList<core::TrailEntry> &trail, const Style &style)
{
    if (!trail.isEmpty())
        lines += QStringList{{}, u"  Trail"_s};
    for (const core::TrailEntry &entry : trail) {
        const auto at = QDateTime::fromMSecsSinceEpoch(entry.at / 1000, QTimeZone::utc());
        lines.append(u"  %1  %2 %3"_s.arg(style.paint(at.toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s), Style::Grey),
                                          entry.step.leftJustified(22), plain(entry.text)));
    }
}

} // namespace

QStringList traceLines(const core::Trace &trace, const Style &style)
{
    QStringList lines{style.paint(plain(trace.subject), Style::Bold), u"  "_s + plain(trace.verdict), {}};
    addFindings(lines, trace.fields, style);
    addEvents(lines, trace.conversions);
    addTrail(lines, trace.trail, style);
    lines.append(QString());
    return lines;
}

} // namespace rastro::server
