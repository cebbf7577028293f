// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/router.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::web;
using namespace Qt::StringLiterals;

class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheRoute_data();
    void findsTheRoute();
    void theRouteAddedFirstWins();
};

namespace {

/// What a router with a few routes did: "slug(summer)" or "404".
struct Outcome
{
    QByteArray what;

    void operator()(Router &router, const QByteArray &method, const QByteArray &path)
    {
        const auto route = [this](const QByteArray &name) {
            return [this, name](const http::HttpRequest &, const PathValues &values, const http::Responder &) {
                what = name + '(' + values.join(',') + ')';
            };
        };
        router.add("GET", "/go/{slug}", route("slug"));
        router.add("POST", "/go/{slug}/browser", route("browser"));
        router.add("GET", "/delivery", route("delivery"));
        router.add("GET", "/delivery/{token}", route("token"));
        router.add("POST", "/pay/{gateway}/{secret}", route("pay"));
        router.add("*", "/api/v1/*", route("api"));
        router.add("GET", "/", route("home"));
        http::HttpRequest request;
        request.method = method;
        request.path = path;
        router.handle(request, http::Responder());
    }
};

} // namespace

void TestRouter::findsTheRoute_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *method, const char *path, const char *expected) {
        QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << QByteArray(expected);
    };
    row("GET", "/go/summer", "slug(summer)");
    row("HEAD", "/go/summer", "slug(summer)");
    row("GET", "/go/a%20b", "slug(a b)");
    row("GET", "/go/a%252Fb", "slug(a%2Fb)");
    row("GET", "/go/a%2Fb", "slug(a/b)");
    row("GET", "/go/", "404");
    row("GET", "/go", "404");
    row("GET", "/go//", "404");
    row("GET", "//go/summer", "404");
    row("GET", "/GO/summer", "404");
    row("POST", "/go/summer/browser", "browser(summer)");
    row("GET", "/go/summer/browser", "405");
    row("HEAD", "/go/summer/browser", "405");
    row("GET", "/delivery", "delivery()");
    row("GET", "/delivery/", "404");
    row("GET", "/delivery/abc", "token(abc)");
    row("POST", "/pay/sandbox/s3cret", "pay(sandbox,s3cret)");
    row("DELETE", "/api/v1/bots/7", "api()");
    row("GET", "/api/v1", "api()");
    row("GET", "/api/v1/", "api()");
    row("GET", "/api/v2", "404");
    row("GET", "/", "home()");
    row("OPTIONS", "*", "404");
    row("GET", "", "404");
}

void TestRouter::findsTheRoute()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    Outcome outcome;
    Router router([&outcome](const http::HttpRequest &, int status) {
        outcome.what = QByteArray::number(status);
        return http::HttpResponse::empty(status);
    });
    outcome(router, method, path);
    QTEST(outcome.what, "expected");
}

void TestRouter::theRouteAddedFirstWins()
{
    QByteArray taken;
    Router router([](const http::HttpRequest &, int status) { return http::HttpResponse::empty(status); });
    for (const char *name : {"first", "second"}) {
        router.add("GET", "/{any}", [&taken, name](const auto &, const auto &, const auto &) { taken += name; });
    }
    http::HttpRequest request;
    request.method = "GET";
    request.path = "/x";
    router.handle(request, http::Responder());
    QCOMPARE(taken, "first");
}

QTEST_APPLESS_MAIN(TestRouter)
#include "tst_router.moc"
