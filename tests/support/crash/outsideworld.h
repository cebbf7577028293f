// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/client/curlhttpclient.h"
#include "http/httpserver.h"
#include "sandbox/bank/httpnoticepost.h"
#include "sandbox/bank/sandboxbank.h"
#include "server/runtime/systemclock.h"
#include "server/sandboxworld/sandboxworld.h"

namespace rastro::test {

/// Telegram, Meta and a bank on a port of this machine, in the test's own process: they live on when the server under
/// test dies, and count what it did to them. Core thread; answers while the event loop runs.
class OutsideWorld
{
public:
    static constexpr char BotUsername[] = "crash_test_bot";
    static constexpr char PixelId[] = "1234567890";

    /// Listens at once. `port` 0: the system chooses.
    explicit OutsideWorld(quint16 port = 0);
    Q_DISABLE_COPY_MOVE(OutsideWorld)
    ~OutsideWorld();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl origin() const;
    /// A shop file for `rastro apply` of one bot with two offers, whose Meta and bank are this world's.
    [[nodiscard]] QByteArray shopFile() const;
    /// Lets the bank and the buyers reach the server under test.
    void allow(const QUrl &server) { m_http.addresses().allowOrigin(server); }

    [[nodiscard]] sandbox::SandboxBot &bot() { return *m_world.telegram().bot(QLatin1StringView(BotUsername)); }
    [[nodiscard]] sandbox::SandboxTelegram &telegram() { return m_world.telegram(); }
    [[nodiscard]] sandbox::MetaStandIn &meta() { return m_world.meta(); }
    [[nodiscard]] sandbox::SandboxBank &bank() { return m_bank; }
    /// Changes the bank's behaviour: keys of POST /sandbox/behaviour.
    void bankBehaves(const QJsonObject &behaviour);
    [[nodiscard]] HttpClient &http() { return m_http; }
    [[nodiscard]] Clock &clock() { return m_clock; }

private:
    void addBankTo(web::Router &router);

    server::SystemClock m_clock;
    http::CurlHttpClient m_http;
    server::SandboxWorld m_world;
    sandbox::MemoryLedger m_ledger;
    sandbox::HttpNoticePost m_post;
    sandbox::SandboxBank m_bank;
    QObject m_core;
    web::Router m_router;
    http::HttpServer m_server;
    quint16 m_port = 0;
};

} // namespace rastro::test
