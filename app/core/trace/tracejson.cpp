// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace.h"

#include "core/trace/utctext.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QJsonObject toJson(const Finding &finding)
{
    QJsonObject json{
        {u"field"_s, finding.field}, {u"value"_s, finding.value}, {u"severity"_s, severityName(finding.severity)}};
    if (!finding.code.isEmpty()) {
        json[u"code"_s] = finding.code;
        json[u"reason"_s] = finding.reason;
        json[u"remedy"_s] = finding.remedy;
    }
    return json;
}

QJsonObject toJson(const ConversionRow &row)
{
    return {{u"event"_s, eventNameText(row.name)}, {u"event_id"_s, row.eventId},
            {u"destination"_s, row.destination},   {u"state"_s, row.state},
            {u"attempts"_s, row.attempts},         {u"answer"_s, row.answer}};
}

QJsonObject toJson(const MessageRow &row)
{
    return {
        {u"purpose"_s, row.purpose}, {u"state"_s, row.state}, {u"attempts"_s, row.attempts}, {u"answer"_s, row.answer}};
}

QJsonObject toJson(const TrailEntry &entry)
{
    return {
        {u"at"_s, utcText(entry.at)}, {u"step"_s, entry.step}, {u"text"_s, entry.text}, {u"detail"_s, entry.detail}};
}

template <class T>
QJsonArray listOf(const QList<T> &list)
{
    QJsonArray array;
    for (const T &item : list)
        array.append(toJson(item));
    return array;
}

} // namespace

QJsonObject Trace::toJson() const
{
    return {{u"subject"_s, subject},           {u"verdict"_s, verdict},
            {u"fields"_s, listOf(fields)},     {u"events"_s, listOf(conversions)},
            {u"messages"_s, listOf(messages)}, {u"trail"_s, listOf(trail)}};
}

} // namespace rastro::core
