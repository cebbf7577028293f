// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/source/webhooksource.h"

#include "telegram/api/verdict.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

constexpr std::chrono::milliseconds checkInterval = 10min;
constexpr qint64 recentErrorSeconds = 20 * 60;

QSet<QString> asSet(const QJsonArray &list)
{
    QSet<QString> set;
    for (const QJsonValue &value : list)
        set.insert(value.toString());
    return set;
}

} // namespace

WebhookSource::WebhookSource(BotApi api, Clock &clock, Options options, BatchSink sink, QObject *parent)
    : UpdateSource(parent)
    , m_api(std::move(api))
    , m_clock(clock)
    , m_options(std::move(options))
    , m_sink(std::move(sink))
    , m_pace(m_options.random)
{
}

void WebhookSource::start()
{
    if (m_round)
        return;
    setState(SourceState::Kind::Starting);
    check();
}

void WebhookSource::stop()
{
    m_round.reset();
    setState(SourceState::Kind::Stopped);
}

void WebhookSource::receive(const RawUpdate &update, std::function<void(bool)> stored)
{
    m_sink({m_options.botId, {inboxRow(m_options.botId, update.updateId, update.raw, m_clock.now())}, 0},
           std::move(stored));
}

void WebhookSource::checkAfter(std::chrono::milliseconds delay)
{
    m_round = std::make_unique<QObject>();
    m_clock.after(delay, m_round.get(), [this] { check(); });
}

void WebhookSource::check()
{
    m_round = std::make_unique<QObject>();
    m_api.call(u"getWebhookInfo"_s, {}, m_round.get(), [this](const ApiResult &info) {
        if (info)
            compare(info->toObject());
        else
            recover(info.error());
    });
}

// setWebhook is limited to one per second and bot, so it is called only when something differs.
void WebhookSource::compare(const QJsonObject &info)
{
    const bool same = QUrl(info["url"_L1].toString()) == m_options.url &&
                      info["max_connections"_L1].toInt(40) == m_options.maxConnections &&
                      asSet(info["allowed_updates"_L1].toArray()) ==
                          QSet<QString>(m_options.updates.begin(), m_options.updates.end());
    m_pending = info["pending_update_count"_L1].toInt();
    if (!same) {
        set();
        return;
    }
    const qint64 errorAt = info["last_error_date"_L1].toInteger();
    const bool failing = m_pending > 0 && m_clock.nowSeconds() - errorAt < recentErrorSeconds;
    setState(failing ? SourceState::Kind::Trouble : SourceState::Kind::Running,
             failing ? u"Telegram cannot deliver to the webhook: %1"_s.arg(
                           withoutTokens(info["last_error_message"_L1].toString()))
                     : QString());
    static_cast<void>(m_pace.afterAnswer(false, 0ms)); // what trouble had built up is over
    if (failing)
        Q_EMIT failed({.origin = ApiError::Origin::Garbled, .description = state().sentence});
    else
        Q_EMIT worked();
    checkAfter(checkInterval);
}

void WebhookSource::set()
{
    const QJsonObject params{{u"url"_s, m_options.url.toString(QUrl::FullyEncoded)},
                             {u"secret_token"_s, m_options.secret},
                             {u"max_connections"_s, m_options.maxConnections},
                             {u"allowed_updates"_s, QJsonArray::fromStringList(m_options.updates)}};
    m_api.call(u"setWebhook"_s, params, m_round.get(), [this](const ApiResult &done) {
        if (!done) {
            recover(done.error());
            return;
        }
        setState(SourceState::Kind::Running);
        Q_EMIT worked();
        checkAfter(checkInterval);
    });
}

void WebhookSource::recover(const ApiError &error)
{
    Q_EMIT failed(error);
    const Verdict verdict = classify(error, CallTarget::Bot);
    if (verdict.remedy == Remedy::Revoked || verdict.remedy == Remedy::WrongAddress) {
        m_round.reset();
        setState(SourceState::Kind::Refused,
                 u"Telegram refuses this bot's token (%1). Get the current one from @BotFather and replace it."_s.arg(
                     describe(error)));
        return;
    }
    setState(SourceState::Kind::Trouble, u"The webhook could not be set: %1"_s.arg(describe(error)));
    checkAfter(m_pace.afterTrouble(verdict.wait));
}

} // namespace rastro::telegram
