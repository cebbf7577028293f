// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox's Telegram and Meta in a process of their own, so that what `rastro serve` costs can be told from what
// the outside world costs.
#include "http/client/curlhttpclient.h"
#include "http/httpserver.h"
#include "server/runtime/systemclock.h"
#include "server/sandboxworld/sandboxworld.h"

#include <QtCore/QCoreApplication>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 FIRST_BOT = 100'000'001;

void addBots(rastro::sandbox::SandboxTelegram &telegram, int count, const QString &secret)
{
    for (int at = 0; at < count; ++at)
        telegram.addBot(u"%1:%2"_s.arg(FIRST_BOT + at).arg(secret), u"bench_%1_bot"_s.arg(at), u"Bench"_s);
}

rastro::http::HttpResponse refuse(const rastro::http::HttpRequest &, int status)
{
    return rastro::http::HttpResponse::text("no such method\n", status);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 4) {
        std::fputs("Usage: bench_telegram PORT BOTS SECRET\n"
                   "Serves the sandbox's Bot API under http://127.0.0.1:PORT/tg to the bots 100000001:SECRET and on,\n"
                   "and its Meta under /meta, until it is killed.\n",
                   stderr);
        return 2;
    }
    rastro::server::SystemClock clock;
    rastro::http::CurlHttpClient http;
    rastro::server::SandboxWorld world(clock, http);
    addBots(world.telegram(), words[2].toInt(), words[3]);
    rastro::web::Router router(refuse);
    world.addTo(router);
    rastro::http::HttpServer server(
        [&router](const rastro::http::HttpRequest &request, const rastro::http::Responder &responder) {
            router.handle(request, responder);
        });
    if (const auto port = server.listen(QHostAddress::LocalHost, words[1].toUShort()); !port) {
        std::fprintf(stderr, "%s\n", qPrintable(port.error().message));
        return 1;
    }
    return QCoreApplication::exec();
}
