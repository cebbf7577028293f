// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandboxhttp.h"
#include "telegram/api/botapi.h"

#include <QtCore/QCoreApplication>
#include <rastro/testing/fakeclock.h>

/// A sandbox with one bot and one person, and a BotApi that leads into it. Time stands still until advanced.
struct SandboxRoom
{
    rastro::testing::FakeClock clock;
    rastro::sandbox::SandboxTelegram telegram{clock, nullptr};
    SandboxHttp http{telegram, clock};
    const QString token = QStringLiteral("4242:secret");
    rastro::sandbox::SandboxBot &bot = telegram.addBot(token, QStringLiteral("shop_bot"), QStringLiteral("Shop"));
    const rastro::sandbox::SandboxPerson ana{7, QStringLiteral("Ana"), QStringLiteral("ana"), QStringLiteral("pt-br")};

    [[nodiscard]] rastro::telegram::BotApi api()
    {
        return {http, QUrl(QStringLiteral("http://sandbox.test")), *rastro::telegram::BotToken::parse(token)};
    }

    /// The person opens the bot and presses Start.
    void start(const QString &parameter = {})
    {
        telegram.people().openLink(bot, parameter, ana);
        telegram.people().pressStart(bot, ana.id);
    }

    /// Calls a method and waits for its answer.
    rastro::telegram::ApiResult call(const QString &method, const QJsonObject &params)
    {
        std::optional<rastro::telegram::ApiResult> result;
        QObject context;
        api().call(method, params, &context, [&](const rastro::telegram::ApiResult &r) { result = r; });
        settle();
        if (!result)
            qFatal("no answer");
        return *result;
    }

    /// Lets everything happen that needs no time.
    static void settle()
    {
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
    }

    /// Time passes, and everything happens that is due.
    void pass(std::chrono::milliseconds by)
    {
        settle();
        clock.advance(by);
        settle();
    }
};
