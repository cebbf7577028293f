// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/meta/metastandin.h"

#include "sandbox/meta/metaeventrules.h"
#include "sandbox/meta/metascript.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QMessageAuthenticationCode>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QUrlQuery>
#include <algorithm>
#include <chrono>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::sandbox {

namespace {

constexpr Micros dedupWindow = std::chrono::microseconds(48h).count();

// What Meta takes two events for one by. Nothing: it has no id and always counts.
QString dedupKey(const MetaEvent &event)
{
    return event.eventId.isEmpty() ? QString() : QStringList{event.pixel, event.name, event.eventId}.join(u'\n');
}

// Is there one of less than 48 hours before? If not, this one counts from now on.
bool isDuplicate(QHash<QString, Micros> &first, const MetaEvent &event)
{
    const auto key = dedupKey(event);
    if (key.isEmpty())
        return false;
    const auto earlier = first.constFind(key);
    if (earlier != first.constEnd() && std::abs(event.at - *earlier) < dedupWindow)
        return true;
    first.insert(key, event.at);
    return false;
}

MetaAnswer json(int status, const QJsonObject &body)
{
    return {status,
            {{"content-type", "application/json; charset=UTF-8"}},
            QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

MetaAnswer script()
{
    return {
        200, {{"content-type", "application/javascript; charset=utf-8"}, {"cache-control", "no-store"}}, metaScript()};
}

// A transparent GIF of one pixel, as /tr answers.
MetaAnswer image()
{
    return {200,
            {{"content-type", "image/gif"}, {"cache-control", "no-store"}},
            QByteArray::fromBase64("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")};
}

MetaAnswer html()
{
    return {502, {{"content-type", "text/html"}}, "<!doctype html><title>502</title><h1>Bad gateway</h1>"};
}

QByteArray headerOf(const MetaRequest &request, const QByteArray &name)
{
    const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                    [&](const auto &header) { return header.first.toLower() == name; });
    return found == request.headers.end() ? QByteArray() : found->second;
}

bool hasField(const QJsonObject &body, const QString &field)
{
    const auto events = body.value(u"data"_s).toArray();
    return std::any_of(events.begin(), events.end(),
                       [&](const QJsonValue &event) { return event[u"user_data"_s].toObject().contains(field); });
}

MetaError refusedField(const QString &field)
{
    const auto error =
        field == u"fbc"_s ? metarefusal::clickId() : metarefusal::invalid(u"user_data.%1 is refused"_s.arg(field));
    return error.at(0, {u"user_data"_s, field});
}

MetaError expiredToken()
{
    auto error = metarefusal::badToken();
    error.subcode = 463;
    error.message = u"Error validating access token: Session has expired"_s;
    return error;
}

} // namespace

MetaAnswer MetaStandIn::handle(const MetaRequest &request)
{
    static const QRegularExpression events(uR"(\A/v[0-9]{1,3}\.[0-9]/([^/]+)/events\z)"_s);
    static const QRegularExpression scripts(uR"(\A/(en_US/)?fbevents\.js\z)"_s);
    static const QRegularExpression reports(uR"(\A/tr/?\z)"_s);
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (const auto match = events.match(request.path); match.hasMatch() && request.method == "POST")
        return receiveBatch(request, match.captured(1));
    if (reads && scripts.match(request.path).hasMatch())
        return script();
    if ((reads || request.method == "POST") && reports.match(request.path).hasMatch())
        return receiveReport(request);
    return refuse(
        metarefusal::invalid(u"Unsupported %1 request to %2"_s.arg(QString::fromLatin1(request.method), request.path)));
}

MetaAnswer MetaStandIn::receiveBatch(const MetaRequest &request, const QString &pixel)
{
    const auto body = QJsonDocument::fromJson(request.body).object();
    const auto fault = takeFault(body);
    if (fault) {
        switch (fault->kind) {
        case MetaFault::ServerError:
            return refuse(metarefusal::unavailable());
        case MetaFault::TooManyCalls:
            return refuse(metarefusal::tooManyCalls());
        case MetaFault::TooManyRequests:
            return {429, {{"retry-after", "120"}}, "Too many requests"};
        case MetaFault::Html:
            return html();
        case MetaFault::TokenExpired:
            return refuse(expiredToken());
        case MetaFault::NothingReceived:
            return json(200,
                        {{u"events_received"_s, 0}, {u"messages"_s, QJsonArray{}}, {u"fbtrace_id"_s, nextTraceId()}});
        case MetaFault::RefuseField:
            return refuse(refusedField(fault->field));
        case MetaFault::AnswerLost:
            break;
        }
    }
    if (const auto error = judge(request, pixel, body))
        return refuse(*error);
    const auto data = body.value(u"data"_s).toArray();
    for (const auto &value : data) {
        const auto event = value.toObject();
        store(m_serverEvents, {pixel,
                               event.value(u"event_name"_s).toString(),
                               event.value(u"event_id"_s).toString(),
                               m_clock.now(),
                               false,
                               event,
                               {},
                               {},
                               body.value(u"test_event_code"_s).isString()});
    }
    auto answer = json(
        200, {{u"events_received"_s, data.size()}, {u"messages"_s, QJsonArray{}}, {u"fbtrace_id"_s, nextTraceId()}});
    answer.withheld = fault.has_value();
    return answer;
}

std::optional<MetaError> MetaStandIn::judge(const MetaRequest &request, const QString &pixel,
                                            const QJsonObject &body) const
{
    if (request.query.contains("access_token"))
        return metarefusal::invalid(u"The access token does not belong into an address"_s);
    if (!headerOf(request, "content-type").startsWith("application/json") || body.isEmpty())
        return metarefusal::invalid(u"The body must be a JSON object"_s);
    if (auto error = judgeToken(pixel, body))
        return error;
    static const QSet<QString> known{u"data"_s,          u"access_token"_s, u"appsecret_proof"_s, u"test_event_code"_s,
                                     u"partner_agent"_s, u"platforms"_s};
    for (const auto &key : body.keys()) {
        if (!known.contains(key) && !key.startsWith(u"upload_"_s) && !body.value(key).isNull())
            return metarefusal::unexpectedKey(key, u"$"_s);
    }
    const auto data = body.value(u"data"_s).toArray();
    if (data.isEmpty() || data.size() > 1000)
        return metarefusal::invalid(u"(#100) param data must hold 1 to 1000 events"_s);
    for (qsizetype index = 0; index < data.size(); ++index) {
        if (auto error = judgeMetaEvent(data[index].toObject(), index, m_clock.nowMs()))
            return error;
    }
    return std::nullopt;
}

std::optional<MetaError> MetaStandIn::judgeToken(const QString &pixel, const QJsonObject &body) const
{
    const auto token = body.value(u"access_token"_s).toString();
    if (token.isEmpty())
        return metarefusal::badToken();
    if (!m_tokens.isEmpty() && !m_tokens.contains(pixel))
        return metarefusal::unknownPixel(pixel);
    if (!m_tokens.isEmpty() && m_tokens.value(pixel) != token)
        return metarefusal::badToken();
    const auto proof =
        QMessageAuthenticationCode::hash(token.toUtf8(), m_appSecret.toUtf8(), QCryptographicHash::Sha256);
    if (!m_appSecret.isEmpty() && body.value(u"appsecret_proof"_s).toString() != QString::fromLatin1(proof.toHex()))
        return metarefusal::badSignature();
    return std::nullopt;
}

MetaAnswer MetaStandIn::receiveReport(const MetaRequest &request)
{
    // sendBeacon posts the same fields as a form.
    const auto raw = request.query.isEmpty() ? request.body : request.query;
    QJsonObject fields;
    for (const auto &[key, value] : QUrlQuery(QString::fromUtf8(raw)).queryItems(QUrl::FullyDecoded))
        fields.insert(key, value);
    store(m_browserEvents,
          {fields.value(u"id"_s).toString(), fields.value(u"ev"_s).toString(), fields.value(u"eid"_s).toString(),
           m_clock.now(), false, fields, raw, headerOf(request, "referer"), false});
    return image();
}

MetaAnswer MetaStandIn::refuse(const MetaError &error)
{
    m_refusals.append(error);
    return error.answer(nextTraceId());
}

std::optional<MetaFault> MetaStandIn::takeFault(const QJsonObject &body)
{
    if (m_faults.isEmpty())
        return std::nullopt;
    auto &oldest = m_faults.first();
    if (oldest.kind == MetaFault::RefuseField && !hasField(body, oldest.field))
        return std::nullopt;
    const auto fault = oldest;
    if (--oldest.times <= 0)
        m_faults.removeFirst();
    return fault;
}

void MetaStandIn::store(QList<MetaEvent> &events, MetaEvent event)
{
    event.duplicate = isDuplicate(&events == &m_serverEvents ? m_firstServer : m_firstBrowser, event);
    events.append(std::move(event));
}

int MetaStandIn::counted(const QString &name) const
{
    auto all = m_serverEvents + m_browserEvents;
    std::stable_sort(all.begin(), all.end(), [](const MetaEvent &a, const MetaEvent &b) { return a.at < b.at; });
    QHash<QString, Micros> first;
    return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const MetaEvent &event) {
        return event.name == name && !isDuplicate(first, event);
    }));
}

void MetaStandIn::forget()
{
    m_faults.clear();
    m_serverEvents.clear();
    m_browserEvents.clear();
    m_refusals.clear();
    m_firstServer.clear();
    m_firstBrowser.clear();
}

} // namespace rastro::sandbox
