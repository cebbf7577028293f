// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery.h"

#include "payload.h"
#include "validation.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace rastro::meta {

Delivery::Delivery(BotContext &bot, const Settings &settings, Operation<DeliveryReport> *operation)
    : QObject(operation)
    , m_bot(bot)
    , m_settings(settings)
    , m_operation(operation)
{
    connect(operation, &OperationBase::aborted, this, &Delivery::giveUp);
}

void Delivery::start(const QList<ConversionEvent> &events, int batchLimit)
{
    for (const auto &event : events) {
        if (const auto refusal = reasonOfConsent(event.consent, m_settings.requiresConsent)) {
            m_report.append({event.id, tl::unexpected<Error>(*refusal)});
            continue;
        }
        const auto json = serverEvent(event, m_settings, m_bot.clock().now());
        if (const auto reason = reasonNotToSend(event, json, m_bot.clock().now())) {
            m_report.append({event.id, tl::unexpected<Error>(*reason)});
            continue;
        }
        if (m_queue.isEmpty() || m_queue.last().size() >= batchLimit)
            m_queue.append(Batch{});
        m_queue.last().append({event.id, json, {}});
    }
    sendNext();
}

void Delivery::sendNext()
{
    if (m_queue.isEmpty()) {
        m_operation->finish(m_report);
        return;
    }
    m_sending = m_queue.takeFirst();
    QList<QJsonObject> events;
    for (const auto &item : m_sending)
        events.append(item.json);
    const auto request = HttpRequest::postJson(m_settings.eventsUrl(), requestBody(events, m_settings));
    m_bot.http().send(request, this, [this](const Result<HttpAnswer> &result) {
        const auto batch = std::exchange(m_sending, {});
        if (!m_operation->isFinished())
            judge(batch, result);
    });
}

void Delivery::judge(const Batch &batch, const Result<HttpAnswer> &result)
{
    if (!result) {
        auto error = result.error();
        error.kind = ErrorClass::Retry;
        stop(batch, error);
        return;
    }
    warnAboutVersion(*result);
    judgeAnswer(batch, *result);
}

void Delivery::judgeAnswer(const Batch &batch, const HttpAnswer &http)
{
    auto answer = readAnswer(http, static_cast<int>(batch.size()));
    answer.error.message = redacted(answer.error.message, m_settings);
    if (!answer.refusal) {
        settle(batch, redacted(answer.accepted, m_settings));
        return sendNext();
    }
    if (*answer.refusal != Refusal::BadEvent)
        return stop(batch, answer.error);
    if (batch.size() > 1) {
        halve(batch);
    } else if (answer.aboutFbc && batch.first().json.value(u"user_data"_s).toObject().contains(u"fbc"_s)) {
        retryWithoutFbc(batch.first());
    } else {
        settle(batch, tl::unexpected<Error>(answer.error));
    }
    sendNext();
}

void Delivery::retryWithoutFbc(Item item)
{
    auto user = item.json.value(u"user_data"_s).toObject();
    user.remove(u"fbc"_s);
    item.json.insert(u"user_data"_s, user);
    item.note = u"; without fbc, which Meta refused (2804001)"_s;
    m_queue.prepend(Batch{item});
}

void Delivery::halve(const Batch &batch)
{
    const auto middle = batch.size() / 2;
    m_queue.prepend(batch.sliced(middle));
    m_queue.prepend(batch.first(middle));
}

// What was not sent shares the reason, but not the doubt whether it arrived.
void Delivery::stop(const Batch &batch, const Error &error)
{
    settle(batch, tl::unexpected<Error>(error));
    auto unsent = error;
    unsent.outcomeUnknown = false;
    for (const auto &rest : std::exchange(m_queue, {}))
        settle(rest, tl::unexpected<Error>(unsent));
    sendNext();
}

void Delivery::settle(const Batch &batch, const Result<QString> &result)
{
    for (const auto &item : batch)
        m_report.append({item.row, result ? Result<QString>(*result + item.note) : result});
}

void Delivery::giveUp()
{
    if (m_operation->isFinished())
        return;
    Error error{u"meta.aborted"_s, u"The delivery was given up before Meta answered."_s, ErrorClass::Retry};
    error.outcomeUnknown = true;
    stop(std::exchange(m_sending, {}), error);
}

// Sent by Meta when a version is about to expire or was upgraded (Marketing API, "Versioning").
void Delivery::warnAboutVersion(const HttpAnswer &http)
{
    const auto warning = http.header("x-ad-api-version-warning");
    if (!warning.isEmpty())
        m_bot.log(LogLevel::Warning,
                  redacted(u"Meta on API version %1: %2"_s.arg(m_settings.apiVersion, QString::fromUtf8(warning)),
                           m_settings));
}

} // namespace rastro::meta
