// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/updatestore.h"
#include "telegram/api/apianswer.h"

#include <QtCore/QObject>
#include <functional>

namespace rastro::telegram {

/// Updates of one bot that arrived together and are to be stored in one transaction with the next offset.
struct Batch
{
    qint64 botId = 0; ///< The host's own id of the bot.
    QList<core::UpdateRow> rows;
    qint64 nextOffset = 0; ///< getUpdates' next `offset`; 0: leave it (webhook).
    QString lease{};       ///< Stored only while this node has this lease (core/ports/leases.h); empty: always.
    qint64 fence = 0;      ///< The lease's.
};

/// Takes a batch and says later, on the core thread, whether it is durable. Exactly one answer is due for each.
using BatchSink = std::function<void(Batch, std::function<void(bool stored)>)>;

/// How a source is doing, for the bot's health page.
struct SourceState
{
    enum class Kind {
        Stopped,
        Starting, ///< No answer yet.
        Running,
        Trouble,  ///< Passing: it tries again by itself.
        Conflict, ///< Somebody else reads this bot's updates; tries again, slowly.
        Refused   ///< The token is refused: stopped until it is replaced.
    };

    Kind kind = Kind::Stopped;
    QString sentence; ///< For an operator: what is wrong and what to do; empty while running.
};

/// Where a bot's updates come from: PollingSource or WebhookSource. Switching between them loses nothing, for the queue
/// is Telegram's and the inbox knows every update id it has seen. Core thread only.
class UpdateSource : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Begins; does nothing if it has begun.
    virtual void start() = 0;

    /// Ends at once. A batch already handed to the sink is not taken back, and is not lost if it was not stored: only
    /// stored updates are confirmed to Telegram.
    virtual void stop() = 0;

    [[nodiscard]] const SourceState &state() const { return m_state; }

Q_SIGNALS:
    /// Emitted after every change of kind or sentence.
    void stateChanged(const rastro::telegram::SourceState &state);
    /// Every time that it did its work: a poll was answered, the webhook is in place.
    void worked();
    /// Every time that it failed, also when the state says so already.
    void failed(const rastro::telegram::ApiError &error);

protected:
    void setState(SourceState::Kind kind, const QString &sentence = {});

private:
    SourceState m_state;
};

/// A raw update as a row of the inbox.
[[nodiscard]] core::UpdateRow inboxRow(qint64 botId, qint64 updateId, const QByteArray &raw, Micros receivedAt);

/// Every kind of update that Rastro uses. Always sent with getUpdates and setWebhook, for the setting is sticky, and
/// chat_member must be asked for by name (Bot API, getUpdates).
[[nodiscard]] QStringList wantedUpdates();

} // namespace rastro::telegram
