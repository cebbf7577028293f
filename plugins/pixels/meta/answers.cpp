// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::meta {

namespace {

// Longest "estimated_time_to_regain_access" (minutes) of the header X-Business-Use-Case-Usage:
// {"<business id>": [{"type": …, "estimated_time_to_regain_access": 5}]}.
std::chrono::minutes businessPause(const QByteArray &header)
{
    int minutes = 0;
    const auto businesses = QJsonDocument::fromJson(header).object();
    for (const auto &usages : businesses) {
        for (const auto &usage : usages.toArray())
            minutes = std::max(minutes, usage.toObject().value(u"estimated_time_to_regain_access"_s).toInt());
    }
    return std::chrono::minutes(minutes);
}

std::chrono::milliseconds pauseAskedFor(const HttpAnswer &answer)
{
    const std::chrono::seconds retryAfter(answer.header("retry-after").toInt());
    const std::chrono::seconds business = businessPause(answer.header("x-business-use-case-usage"));
    return std::clamp<std::chrono::seconds>(std::max(retryAfter, business), 1min, 60min);
}

QString sentenceOf(const GraphError &error)
{
    if (error.userMessage.isEmpty())
        return error.message;
    return error.userTitle.isEmpty() ? error.userMessage : error.userTitle + u": "_s + error.userMessage;
}

// The sentence for people first, then what support needs.
QString describe(const GraphError &error, int status)
{
    QStringList details{u"HTTP %1"_s.arg(status)};
    if (error.subcode != 0)
        details += u"code %1/%2"_s.arg(error.code).arg(error.subcode);
    else if (error.code != 0)
        details += u"code %1"_s.arg(error.code);
    if (!error.traceId.isEmpty())
        details += u"fbtrace_id %1"_s.arg(error.traceId);
    const auto sentence = sentenceOf(error) + (error.blame.isEmpty() ? QString() : u" [%1]"_s.arg(error.blame));
    return u"%1 (%2)"_s.arg(sentence, details.join(u", "_s)).trimmed();
}

Answer refused(Refusal refusal, const QString &code, const QString &message, ErrorClass kind)
{
    Answer answer;
    answer.refusal = refusal;
    answer.error = Error{code, message, kind};
    return answer;
}

Answer refusedByMeta(const GraphError &error, const HttpAnswer &http)
{
    const auto text = describe(error, http.status);
    const auto refusal = classify(error, http.status);
    switch (refusal) {
    case Refusal::Unauthorised:
        return refused(refusal, u"meta.unauthorised"_s,
                       u"Meta refuses the access token or the pixel id; check both in the settings. "_s + text,
                       ErrorClass::Reauthenticate);
    case Refusal::BadEvent: {
        auto answer = refused(refusal, u"meta.refused"_s, u"Meta refuses the event: "_s + text, ErrorClass::GiveUp);
        answer.aboutFbc = isAboutFbc(error);
        return answer;
    }
    case Refusal::Throttled: {
        auto answer = refused(refusal, u"meta.throttled"_s, u"Meta asks for a pause: "_s + text, ErrorClass::Retry);
        answer.error.retryAfter = pauseAskedFor(http);
        return answer;
    }
    case Refusal::Transient:
        break;
    }
    auto answer =
        refused(refusal, u"meta.transient"_s, u"Meta could not take the event now: "_s + text, ErrorClass::Retry);
    answer.error.outcomeUnknown = http.status >= 500;
    return answer;
}

Answer unexpected(const QString &code, const QString &message)
{
    auto answer = refused(Refusal::Transient, code, message, ErrorClass::Retry);
    answer.error.outcomeUnknown = true;
    return answer;
}

Answer accepted(int received, const QJsonObject &body)
{
    Answer answer;
    answer.accepted = u"%1 received"_s.arg(received);
    if (const auto trace = body.value(u"fbtrace_id"_s).toString(); !trace.isEmpty())
        answer.accepted += u", fbtrace_id %1"_s.arg(trace);
    for (const auto &message : body.value(u"messages"_s).toArray()) {
        if (!message.toString().isEmpty())
            answer.accepted += u"; %1"_s.arg(message.toString());
    }
    return answer;
}

} // namespace

Answer readAnswer(const HttpAnswer &answer, int sent)
{
    const auto document = QJsonDocument::fromJson(answer.body);
    const auto body = document.object();
    if (body.value(u"error"_s).isObject() || answer.status == 429)
        return refusedByMeta(GraphError::read(body.value(u"error"_s).toObject()), answer);
    if (answer.status != 200 || !document.isObject())
        return unexpected(u"meta.unexpected_answer"_s,
                          u"The answer (HTTP %1) is not one of Meta's; it is tried again."_s.arg(answer.status));
    const int received = body.value(u"events_received"_s).toInt(-1);
    if (received >= sent)
        return accepted(received, body);
    return unexpected(u"meta.not_received"_s, u"Meta confirmed %1 of %2 events; they are sent again."_s
                                                  .arg(received < 0 ? u"none"_s : QString::number(received))
                                                  .arg(sent));
}

} // namespace rastro::meta
