// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/openshop.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr int patienceMs = 60'000;

} // namespace

OpenShop::OpenShop(QString dataFolder, QString database)
    : m_database(std::move(database))
    , m_server(std::move(dataFolder), freePort(), server::SandboxWorld::telegramApi(m_world.origin()), m_database)
{
    m_world.allow(m_server.url());
}

bool OpenShop::open(const QString &crashAt)
{
    if (!m_server.apply(m_world.shopFile()).isEmpty())
        return false;
    m_server.start(crashAt);
    auto &first = come();
    return until([&] { return first.isDone(); });
}

Buyer &OpenShop::come()
{
    m_buyers.push_back(std::make_shared<Buyer>(m_world, m_server.url(), m_nextPerson++));
    return *m_buyers.back();
}

QByteArrayList OpenShop::click(int people)
{
    QByteArrayList tokens;
    QObject context;
    for (int i = 0; i < people; ++i) {
        get(u"/go/ad"_s, &context, [&](const HttpAnswer &answer) {
            const auto link = answer.header("location");
            const auto at = link.indexOf("start=");
            tokens.append(at < 0 ? QByteArray() : link.mid(at + 6));
        });
    }
    quietlyUntil([&] { return tokens.size() == people; });
    return tokens;
}

bool OpenShop::until(const std::function<bool()> &condition)
{
    return QTest::qWaitFor(
        [&] {
            for (const auto &buyer : m_buyers)
                buyer->tick();
            return m_server.hasFailed() || condition();
        },
        patienceMs);
}

bool OpenShop::quietlyUntil(const std::function<bool()> &condition)
{
    const auto buyers = std::exchange(m_buyers, {});
    const bool came = until(condition);
    m_buyers = buyers;
    return came;
}

bool OpenShop::allAreServed()
{
    return until([&] {
        return std::all_of(m_buyers.begin(), m_buyers.end(), [](const auto &buyer) { return buyer->isDone(); });
    });
}

double OpenShop::metric(const QByteArray &name)
{
    double value = -1;
    bool isAnswered = false;
    QObject context;
    get(u"/metrics"_s, &context, [&](const HttpAnswer &answer) {
        isAnswered = true;
        for (const auto &line : answer.body.split('\n')) {
            if (line.startsWith(name + ' '))
                value = line.mid(name.size() + 1).toDouble();
        }
    });
    quietlyUntil([&] { return isAnswered; });
    return value;
}

QString OpenShop::lastingFaults()
{
    SaleAudit audit(m_world, m_server.dataFolder(), m_database);
    QStringList faults;
    until([&] {
        faults.clear();
        for (const auto &buyer : m_buyers)
            faults += audit.faultsOf(*buyer);
        return faults.isEmpty();
    });
    return faults.join(u"; "_s);
}

void OpenShop::get(const QString &path, QObject *context, const std::function<void(const HttpAnswer &)> &then)
{
    HttpRequest request;
    request.url = m_server.url();
    request.url.setPath(path);
    request.headers = {{"User-Agent", "Mozilla/5.0 (Android 15; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"}};
    m_world.http().send(request, context,
                        [then](const Result<HttpAnswer> &answer) { then(answer.value_or(HttpAnswer{})); });
}

} // namespace rastro::test
