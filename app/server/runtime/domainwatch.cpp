// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/domainwatch.h"

#include "server/runtime/publicurls.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr std::chrono::seconds patience{5};
constexpr qint64 largestAnswer = 64 * 1024; // a provider's parking page: read, and refused
constexpr Micros oldAfter = 60'000'000;

// Whoever parks a domain answers 200, too, but not so.
QString faultOf(const Result<HttpAnswer> &answer)
{
    if (!answer)
        return answer.error().message.isEmpty() ? answer.error().code : answer.error().message;
    if (answer->status != 200)
        return u"/healthz was answered with HTTP %1"_s.arg(answer->status);
    return answer->body.trimmed() == "ok" ? QString() : u"/healthz was answered, but not by Rastro"_s;
}

} // namespace

DomainWatch::DomainWatch(core::Database &database, HttpClient &http, Clock &clock, const core::CircuitLimits &limits,
                         QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_http(http)
    , m_clock(clock)
    , m_limits(limits)
{
}

void DomainWatch::watch(const QStringList &urls, const core::Shop &shop)
{
    if (urls == m_urls)
        return;
    m_urls = urls;
    m_circuits.clear();
    m_round.reset();
    for (const QString &url : urls)
        m_circuits.insert(url, healthOf(url, shop));
    m_stored = m_circuits;
    if (urls.size() > 1)
        round();
}

void DomainWatch::round()
{
    m_round = std::make_unique<QObject>();
    m_unanswered = m_urls.size();
    for (const QString &url : m_urls)
        ask(url);
}

void DomainWatch::ask(const QString &url)
{
    HttpRequest request;
    request.url = QUrl(url + u"/healthz"_s);
    request.timeout = patience;
    request.maxAnswerBytes = largestAnswer;
    m_http.send(request, m_round.get(), [this, url](const Result<HttpAnswer> &answer) { take(url, answer); });
}

void DomainWatch::take(const QString &url, const Result<HttpAnswer> &answer)
{
    const QString fault = faultOf(answer);
    const auto evidence = fault.isEmpty() ? core::Evidence::Worked : core::Evidence::Failed;
    m_circuits[url] = core::after(m_circuits[url], evidence, fault, m_clock.now(), m_limits);
    if (--m_unanswered == 0)
        finish();
}

// All of a round at once: when it is our own network that is down, links do not wander from one address to the next.
void DomainWatch::finish()
{
    QMap<QString, core::Circuit> changed;
    bool hasTurned = false;
    for (auto known = m_circuits.cbegin(); known != m_circuits.cend(); ++known) {
        const core::Circuit &before = m_stored[known.key()];
        const bool turns = before.isClosed() != known->isClosed();
        if (turns || before.failures != known->failures || known->seenAt - before.seenAt > oldAfter)
            changed.insert(known.key(), *known);
        if (!turns)
            continue;
        hasTurned = true;
        if (known->isClosed())
            qInfo().noquote() << u"public address %1 is well again"_s.arg(known.key());
        else
            qWarning().noquote() << u"public address %1 is out: %2"_s.arg(known.key(), known->reason);
    }
    m_clock.after(untilNextRound(), m_round.get(), [this] { round(); });
    if (changed.isEmpty())
        return;
    m_database.execute(
        this,
        [changed, hasTurned](core::UnitOfWork &uow) {
            for (auto circuit = changed.cbegin(); circuit != changed.cend(); ++circuit)
                uow.shop().setPublicUrlHealth(circuit.key(), *circuit);
            if (hasTurned)
                uow.shop().bumpRevision();
        },
        [this, changed, hasTurned](const Result<void> &stored) {
            if (!stored)
                return; // The next round tries again.
            for (auto circuit = changed.cbegin(); circuit != changed.cend(); ++circuit)
                m_stored[circuit.key()] = *circuit;
            if (hasTurned)
                Q_EMIT turned();
        });
}

// Once in doubt, three times as often: a failure that lasts is soon known as one.
std::chrono::milliseconds DomainWatch::untilNextRound() const
{
    const bool doubt = std::any_of(m_circuits.begin(), m_circuits.end(), [](const core::Circuit &circuit) {
        return circuit.isClosed() && circuit.failures > 0;
    });
    const std::chrono::milliseconds usual = m_limits.interval;
    return doubt ? usual / 3 : usual;
}

} // namespace rastro::server
