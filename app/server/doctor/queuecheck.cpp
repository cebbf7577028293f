// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/queuecheck.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr int shown = 20;
constexpr std::chrono::microseconds slow = 2min;
constexpr std::chrono::microseconds pixelSlow = 15min;
constexpr std::chrono::microseconds pixelLate = 24h;

/// Collects findings about what waits.
class Waiting
{
public:
    Waiting(bool serves, Micros now)
        : m_serves(serves)
        , m_now(now)
    {
    }

    void judge(const QString &code, const QString &subject, const core::Backlog &backlog, const QString &what,
               const QString &remedy)
    {
        const Micros age = backlog.oldest == 0 ? 0 : m_now - backlog.oldest;
        if (backlog.waiting == 0 || age < slow.count())
            return;
        m_findings.append({m_serves ? Finding::Trouble : Finding::Warning, code, subject,
                           u"%1 %2, the oldest for %3."_s.arg(backlog.waiting).arg(what, aboutHowLong(age)),
                           m_serves ? remedy : u"Start the server: rastro serve."_s});
    }

    [[nodiscard]] const QList<Finding> &findings() const { return m_findings; }

private:
    const bool m_serves;
    const Micros m_now;
    QList<Finding> m_findings;
};

QString scopeName(const core::Shop &shop, const core::PluginScope &scope)
{
    if (scope.kind == core::PluginScope::Pool) {
        const core::Pool *pool = shop.pool(scope.id);
        return u"pool “%1”"_s.arg(pool ? pool->slug : QString::number(scope.id));
    }
    const core::Bot *bot = shop.bot(scope.id);
    return u"bot “%1”"_s.arg(bot ? bot->key : QString::number(scope.id));
}

QString said(const QString &answer)
{
    return answer.isEmpty() ? QString() : u" It last said: "_s + answer;
}

void checkPixel(QList<Finding> &findings, const core::PixelHealth &pixel, const core::Shop &shop, Micros now)
{
    const auto subject = u"pixel %1 of %2"_s.arg(pixel.pluginId, scopeName(shop, pixel.scope));
    const Micros age = now - pixel.events.oldest;
    if (pixel.state == u"stopped") {
        findings.append({Finding::Trouble, u"pixel.unauthorised"_s, subject,
                         u"Its credentials are refused, and %1 events wait for new ones."_s.arg(pixel.events.waiting) +
                             said(pixel.answer),
                         u"Put a new token into the shop file and apply it: they go out then."_s});
    } else if (age >= pixelSlow.count()) {
        findings.append({age >= pixelLate.count() ? Finding::Trouble : Finding::Warning, u"pixel.backlog"_s, subject,
                         u"%1 events wait, the oldest for %2."_s.arg(pixel.events.waiting).arg(aboutHowLong(age)) +
                             said(pixel.answer),
                         u"They are tried for up to 7 days. If the vendor is well, mend what it says."_s});
    }
}

void checkGivenUp(QList<Finding> &findings, const QueueFacts &facts)
{
    const auto report = [&](const QString &code, const QString &subject, qint64 count, const QString &text,
                            const QString &remedy) {
        if (count > 0)
            findings.append({Finding::Warning, code, subject, u"%1 "_s.arg(count) + text, remedy});
    };
    report(u"events.dead"_s, u"events"_s, facts.conversions.value(u"dead"_s),
           u"were refused for good."_s + (facts.dead.isEmpty() ? QString() : said(facts.dead.first().answer)),
           facts.dead.isEmpty() || facts.dead.first().paymentId == 0
               ? u"Mend what the answer says."_s
               : u"rastro trace --payment %1 tells more about the newest."_s.arg(facts.dead.first().paymentId));
    report(u"messages.failed"_s, u"messages"_s, facts.messages.value(u"failed"_s), u"could not be sent."_s,
           u"rastro trace of the payment tells why."_s);
    report(u"messages.unreachable"_s, u"deliveries"_s, facts.messages.value(u"unreachable"_s),
           u"messages wait for people who blocked the bot."_s, u"They are sent when the person comes back."_s);
    report(u"notices.orphan"_s, u"notices"_s, facts.orphans.size(),
           u"gateway notices name a charge that no payment has."_s,
           u"Look the charge up at the gateway: it may be another shop's."_s);
    report(u"notices.refused"_s, u"notices"_s, facts.refused.size(),
           u"gateway notices were refused (forged or malformed)."_s,
           u"If they are real, check the gateway's webhook secret."_s);
}

void checkWaiting(Waiting &waiting, const QueueFacts &facts, const core::Shop &shop)
{
    const auto plugin = u"The tracking plugin does not answer: see the log and rastro plugins."_s;
    waiting.judge(u"queue.starts"_s, u"attribution"_s, facts.starts, u"starts have no answer yet"_s, plugin);
    waiting.judge(u"queue.attributions"_s, u"attribution"_s, facts.attributions, u"payments have no answer yet"_s,
                  plugin);
    waiting.judge(u"queue.checks"_s, u"payments"_s, facts.checks, u"payments are due for a look at the gateway"_s,
                  u"The gateway answers slowly or not at all: see the log."_s);
    waiting.judge(u"queue.notices"_s, u"notices"_s, facts.notices, u"gateway notices are not judged yet"_s,
                  u"The gateway cannot be asked about them: see the log."_s);
    for (auto health = facts.bots.begin(); health != facts.bots.end(); ++health) {
        const auto subject = scopeName(shop, {core::PluginScope::Bot, health.key()});
        waiting.judge(u"queue.updates"_s, subject, health->updates, u"updates are not handled yet"_s,
                      u"The server is too busy or stuck on one of them: see the log."_s);
        waiting.judge(u"queue.messages"_s, subject, health->messages, u"messages are due and not sent"_s,
                      u"Telegram slows this bot down or cannot be reached: see the log."_s);
    }
}

} // namespace

QueueFacts readQueues(core::UnitOfWork &uow, const core::Shop &shop, Micros now)
{
    auto &health = uow.health();
    QueueFacts facts{uow.conversions().countByState(),
                     uow.messages().countByState(),
                     uow.notices().inState(u"orphan"_s, shown),
                     uow.notices().inState(u"refused"_s, shown),
                     health.starts(),
                     health.attributions(),
                     health.checks(now),
                     health.notices(now),
                     {},
                     health.pixels(),
                     health.deadEvents(shown)};
    for (const core::Bot &bot : shop.bots)
        facts.bots.insert(bot.id, health.bot(bot.id, now));
    return facts;
}

QList<Finding> checkQueues(const QueueFacts &facts, const core::Shop &shop, bool serves, Micros now)
{
    Waiting waiting(serves, now);
    checkWaiting(waiting, facts, shop);
    auto findings = waiting.findings();
    for (const core::PixelHealth &pixel : facts.pixels)
        checkPixel(findings, pixel, shop, now);
    for (auto health = facts.bots.begin(); health != facts.bots.end(); ++health) {
        if (health->deadUpdates > 0)
            findings.append({Finding::Warning, u"bot.dead_updates"_s,
                             scopeName(shop, {core::PluginScope::Bot, health.key()}),
                             u"%1 updates were given up after failing again and again."_s.arg(health->deadUpdates),
                             u"The log says why; people can write again."_s});
    }
    checkGivenUp(findings, facts);
    if (findings.isEmpty())
        findings.append(
            {Finding::Well,
             u"queue.well"_s,
             u"queues"_s,
             u"Nothing is stuck: %1 events and %2 messages wait."_s.arg(facts.conversions.value(u"pending"_s))
                 .arg(facts.messages.value(u"pending"_s)),
             {}});
    return findings;
}

} // namespace rastro::server
