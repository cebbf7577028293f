// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/sandboxtelegram.h"

#include <QtCore/QJsonDocument>
#include <rastro/testing/fakeclock.h>

/// A sandbox with one bot and one person, called without sockets. Time stands still until advanced.
struct TelegramRoom
{
    using Reply = rastro::sandbox::HttpReply;

    explicit TelegramRoom(rastro::HttpClient *http = nullptr, rastro::sandbox::SandboxLimits limits = {})
        : telegram(clock, http, limits)
        , bot(telegram.addBot(QStringLiteral("4242:secret"), QStringLiteral("shop_bot"), QStringLiteral("Shop")))
    {
    }

    rastro::testing::FakeClock clock;
    rastro::sandbox::SandboxTelegram telegram;
    rastro::sandbox::SandboxBot &bot;
    const rastro::sandbox::SandboxPerson ana{7, QStringLiteral("Ana"), QStringLiteral("ana"), QStringLiteral("pt-br")};

    void start(const QString &parameter = {})
    {
        telegram.people().openLink(bot, parameter, ana);
        telegram.people().pressStart(bot, ana.id);
    }

    /// A request of any shape; nothing while it is held.
    std::shared_ptr<std::optional<Reply>> request(const QByteArray &method, const QString &path,
                                                  const QByteArray &query = {}, const QByteArray &type = {},
                                                  const QByteArray &body = {})
    {
        auto reply = std::make_shared<std::optional<Reply>>();
        telegram.handle(method, path, query, {{"content-type", type}}, body, [reply](const Reply &r) { *reply = r; });
        return reply;
    }

    /// A call that may be held: the long poll.
    std::shared_ptr<std::optional<Reply>> begin(const QString &method, const QJsonObject &params = {})
    {
        return request("POST", QStringLiteral("/bot4242:secret/") + method, {}, "application/json",
                       QJsonDocument(params).toJson());
    }

    /// A call's whole envelope.
    QJsonObject call(const QString &method, const QJsonObject &params = {})
    {
        const auto reply = begin(method, params);
        if (!reply->has_value())
            qFatal("the call is held");
        return envelope(**reply);
    }

    static QJsonObject envelope(const Reply &reply) { return QJsonDocument::fromJson(reply.body).object(); }

    /// "ok", or the complaint.
    QString complaint(const QString &method, const QJsonObject &params = {})
    {
        const QJsonObject answer = call(method, params);
        return answer.value(QLatin1StringView("ok")).toBool()
                   ? QStringLiteral("ok")
                   : answer.value(QLatin1StringView("description")).toString();
    }

    /// Ids of the updates in a getUpdates answer.
    static QList<qint64> ids(const QJsonObject &answer)
    {
        QList<qint64> ids;
        for (const QJsonValue &update : answer.value(QLatin1StringView("result")).toArray())
            ids << update[QLatin1StringView("update_id")].toInteger();
        return ids;
    }
};
