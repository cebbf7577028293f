// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/meta/metastandin.h"
#include "sandbox/telegram/sandboxtelegram.h"
#include "web/router.h"

namespace rastro::server {

/// The outside world on this machine, for the demo and for tests of the whole program: Telegram under /tg (Bot API:
/// /tg/bot<token>/<method>; the people's side: /sandbox/telegram/…) and Meta under /meta. Answers callers on this
/// machine only. Core thread; routes may be called on any.
class SandboxWorld
{
public:
    /// Where a Rastro finds the Bot API of the world at `origin`.
    [[nodiscard]] static QUrl telegramApi(QUrl origin);
    /// Where it finds Meta's Graph API and the pixel's script: base_url and script_url.
    [[nodiscard]] static QUrl metaApi(QUrl origin);
    [[nodiscard]] static QUrl metaScript(QUrl origin);

    /// `clock` must outlive it, and so must `http`, which posts to webhooks.
    SandboxWorld(Clock &clock, HttpClient &http);

    /// The router's routes must not outlive the world.
    void addTo(web::Router &router);

    [[nodiscard]] sandbox::SandboxTelegram &telegram() { return m_telegram; }
    [[nodiscard]] sandbox::MetaStandIn &meta() { return m_meta; }

private:
    void toTelegram(const http::HttpRequest &request, const QString &path, const http::Responder &responder);
    void toMeta(const http::HttpRequest &request, const QString &path, const http::Responder &responder);

    sandbox::SandboxTelegram m_telegram;
    sandbox::MetaStandIn m_meta;
    QObject m_core; ///< Lives on the core thread: requests are brought to it.
};

} // namespace rastro::server
