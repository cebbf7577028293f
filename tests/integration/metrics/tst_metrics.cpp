// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/testdatabase.h"
#include "funnel/shopper.h"
#include "server/metrics/metricsroute.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace rastro;
using test::Shopper;

namespace {

const QByteArray token = "b6a1f0c2d3e4958677a8b9c0d1e2f304";

QSet<QString> matchesIn(const QString &text, const QString &pattern)
{
    QSet<QString> found;
    auto matches = QRegularExpression(pattern, QRegularExpression::MultilineOption).globalMatch(text);
    while (matches.hasNext())
        found.insert(matches.next().captured(1));
    return found;
}

QString textOf(const QString &file)
{
    QFile source(QStringLiteral(RASTRO_SOURCE_DIR) + file);
    return source.open(QIODevice::ReadOnly) ? QString::fromUtf8(source.readAll()) : QString();
}

QStringList sorted(const QSet<QString> &names)
{
    auto list = names.values();
    list.sort();
    return list;
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder.filePath(u"token"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(token + "\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.close();
        server::OptionTexts options;
        options.database = m_where.url();
        options.metricsTokenFile = file.fileName();
        m_demo = std::make_unique<server::DemoInstallation>(u"127.0.0.1:0"_s, options);
        const auto started = m_demo->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
        QVERIFY(test::waitUntil([&] { return m_demo->isBotKnown(); }));
        Shopper shopper(*m_demo, 6118531418);
        const auto click = shopper.click("fbclid=IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB&utm_campaign=b");
        QVERIFY(!click.isEmpty());
        QVERIFY(shopper.start(click));
        QVERIFY(shopper.purchase());
    }

    void cleanupTestCase() { m_demo.reset(); }

    void aSaleIsSeenInAllParts()
    {
        const QStringList expected{
            u"rastro_clicks_total{pool=\"demo\",traffic=\"person\"} 1"_s,
            u"rastro_clicks_lost_total 0"_s,
            u"rastro_spool_clicks 0"_s,
            u"rastro_spool_written_total 0"_s,
            u"rastro_binds_total{rule=\"start_token\"} 1"_s,
            u"rastro_starts_total{outcome=\"bound\"} 1"_s,
            u"rastro_payments_total{status=\"paid\"} 1"_s,
            u"rastro_plugin_calls_total{plugin=\"sandbox\",call=\"createCharge\",outcome=\"ok\"} 1"_s,
            u"rastro_plugin_calls_total{plugin=\"tracking\",call=\"started\",outcome=\"ok\"} 1"_s,
            u"rastro_bot_up{bot=\"demo\"} 1"_s,
            u"rastro_pool_ready_bots{pool=\"demo\"} 1"_s,
            u"rastro_queue_waiting{queue=\"starts\",of=\"\"} 0"_s,
            u"rastro_click_batch_size_count 1"_s,
        };
        // The tables are read anew after five seconds.
        QString text;
        const bool came = test::waitUntil([&] {
            text = QString::fromUtf8(read());
            return std::all_of(expected.begin(), expected.end(),
                               [&](const QString &line) { return text.contains(line + u'\n'); });
        });
        for (const QString &line : expected)
            QVERIFY2(text.contains(line + u'\n'), qPrintable(line + u"\n\n"_s + text));
        QVERIFY(came);
        QVERIFY(text.contains(
            QRegularExpression(u"^rastro_storage_commit_seconds_count [1-9]"_s, QRegularExpression::MultilineOption)));
        QVERIFY(text.contains(QRegularExpression(u"^rastro_telegram_sends_total\\{outcome=\"sent\"\\} [1-9]"_s,
                                                 QRegularExpression::MultilineOption)));
    }

    void namesFollowPrometheus()
    {
        const auto text = QString::fromUtf8(read());
        for (const QString &name : matchesIn(text, u"^# TYPE (\\S+) counter$"_s))
            QVERIFY2(name.endsWith(u"_total"), qPrintable(name));
        for (const QString &name : served()) {
            QVERIFY2(name.startsWith(u"rastro_"), qPrintable(name));
            QVERIFY2(text.contains(u"# HELP %1 "_s.arg(name)), qPrintable(name));
        }
    }

    void theDocumentListsExactlyWhatIsServed()
    {
        const auto documented = matchesIn(textOf(u"/docs/metrics.md"_s), u"^\\| `(rastro_[a-z_]+)`"_s);
        QCOMPARE(sorted(documented), sorted(served()));
    }

    // What a panel draws is a family, or a part of a histogram.
    void theDashboardAsksOnlyForWhatIsServed()
    {
        const auto text = QString::fromUtf8(read());
        auto known = served();
        for (const QString &name : matchesIn(text, u"^# TYPE (\\S+) histogram$"_s))
            known.unite({name + u"_bucket"_s, name + u"_sum"_s, name + u"_count"_s});
        const auto asked = matchesIn(textOf(u"/packaging/grafana/rastro.json"_s), u"\\b(rastro_[a-z_]+)"_s);
        QVERIFY(asked.size() > 20);
        QCOMPARE(sorted(asked - known), QStringList());
    }

    void whoeverAsksThroughAProxyIsRefused()
    {
        // This machine is a trusted proxy here: who asks from it may be anybody.
        QCOMPARE(ask({}).status, 403);
        QCOMPARE(ask({{"X-Forwarded-For", "127.0.0.1"}}).status, 403);
        QCOMPARE(ask({{"Host", "shop.example"}}).status, 403);
        QCOMPARE(ask({{"X-Forwarded-For", "203.0.113.9"}, {"Authorization", "Bearer " + token}}).status, 200);
        QCOMPARE(ask({{"X-Forwarded-For", "203.0.113.9"}, {"Authorization", "Bearer x" + token}}).status, 403);
    }

    void aTokenThatEverybodyMayReadIsRefused()
    {
        QFile file(m_folder.filePath(u"open"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(token);
        file.setPermissions(QFile::ReadOwner | QFile::ReadOther);
        server::ServerOptions options;
        options.metricsTokenFile = file.fileName();
        const auto access = server::metricsAccess(options);
        QVERIFY(!access);
        QCOMPARE(access.error().code, u"options.metrics_token_file"_s);
    }

private:
    QByteArray read() { return ask({{"Authorization", "Bearer " + token}}).body; }

    HttpAnswer ask(const QList<std::pair<QByteArray, QByteArray>> &headers)
    {
        std::optional<Result<HttpAnswer>> answer;
        HttpRequest request;
        request.url = m_demo->runtime().options().localUrl;
        request.url.setPath(u"/metrics"_s);
        request.headers = headers;
        QObject context;
        m_demo->runtime().http().send(request, &context, [&](const Result<HttpAnswer> &got) { answer = got; });
        test::waitUntil([&] { return answer.has_value(); });
        return answer && *answer ? **answer : HttpAnswer{};
    }

    QSet<QString> served() { return matchesIn(QString::fromUtf8(read()), u"^# TYPE (\\S+) "_s); }

    QTemporaryDir m_folder;
    test::TestDatabase m_where;
    std::unique_ptr<server::DemoInstallation> m_demo;
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
