// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "answers.h"
#include "settings.h"

#include "rastro/botcontext.h"
#include "rastro/operation.h"

namespace rastro::meta {

/// One deliver(): sends events in batches, one request after the other, and finishes the operation with an outcome for
/// each event. Meta accepts a batch as a whole or not at all, so a refused batch is halved until the bad event stands
/// alone; an event that is refused for its fbc is sent once more without it. When Meta asks for a pause, refuses the
/// token or cannot be reached, the rest is not sent and shares that error. Deletes itself with the operation.
class Delivery : public QObject
{
    Q_OBJECT

public:
    /// `operation` becomes the parent; `bot` is not touched after giveUp().
    Delivery(BotContext &bot, const Settings &settings, Operation<DeliveryReport> *operation);

    /// Sends them in batches of at most `batchLimit`. Events that Meta would surely refuse are not sent at all.
    void start(const QList<ConversionEvent> &events, int batchLimit);

    /// Finishes now: what has no outcome yet may be tried again. For an abort, and for the end of the instance.
    void giveUp();

private:
    struct Item
    {
        qint64 row = 0;   ///< ConversionEvent::id
        QJsonObject json; ///< What is sent.
        QString note;     ///< What was changed after a refusal, for the outcome.
    };
    using Batch = QList<Item>;

    void sendNext();
    void judge(const Batch &batch, const Result<HttpAnswer> &result);
    void judgeAnswer(const Batch &batch, const HttpAnswer &http);
    void retryWithoutFbc(Item item);
    void halve(const Batch &batch);
    void stop(const Batch &batch, const Error &error);
    void settle(const Batch &batch, const Result<QString> &result);
    void warnAboutVersion(const HttpAnswer &http);

    BotContext &m_bot;
    const Settings m_settings;
    Operation<DeliveryReport> *m_operation;
    QList<Batch> m_queue; ///< Still to be sent, in order.
    Batch m_sending;      ///< Under way; empty if none is.
    DeliveryReport m_report;
};

} // namespace rastro::meta
