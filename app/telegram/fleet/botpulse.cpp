// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/fleet/botpulse.h"

#include "telegram/fleet/botevidence.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace rastro::telegram {

namespace {

constexpr Micros oneFailure = 1'000'000;
constexpr Micros oldAfter = 60'000'000; // last_seen_at may be a minute old

core::Circuit afterRestart(core::Circuit circuit, Micros now)
{
    if (!circuit.isClosed())
        circuit.openUntil = std::min(circuit.openUntil, now);
    return circuit;
}

} // namespace

BotPulse::BotPulse(BotApi api, Clock &clock, const core::CircuitLimits &limits, const core::Circuit &remembered,
                   QObject *parent)
    : QObject(parent)
    , m_api(std::move(api))
    , m_clock(clock)
    , m_limits(limits)
    , m_circuit(afterRestart(remembered, clock.now()))
{
}

void BotPulse::start()
{
    m_heardAt = m_clock.now();
    checkAfter(m_circuit.isClosed() ? untilNextCheck() : 0ms);
}

void BotPulse::worked()
{
    take(core::Evidence::Worked, {});
}

void BotPulse::answered()
{
    if (!m_workOnly)
        take(core::Evidence::Answered, {});
}

void BotPulse::failed(const ApiError &error, CallTarget target)
{
    const auto evidence = evidenceOf(error, target);
    const Micros now = m_clock.now();
    if (!evidence || (*evidence == core::Evidence::Failed && m_failedAt && now - m_failedAt < oneFailure))
        return;
    m_failedAt = now;
    take(*evidence, describe(error));
}

void BotPulse::take(core::Evidence evidence, const QString &reason)
{
    const Micros now = m_clock.now();
    const bool wasClosed = m_circuit.isClosed();
    m_circuit = core::after(m_circuit, evidence, reason, now, m_limits);
    m_heardAt = now;
    const bool hasTurned = wasClosed != m_circuit.isClosed();
    if (!hasTurned && now - m_toldAt < oldAfter)
        return;
    m_toldAt = now;
    if (!hasTurned) {
        Q_EMIT aged();
        return;
    }
    Q_EMIT turned();
    if (evidence == core::Evidence::Answered)
        Q_EMIT recovered();
}

milliseconds BotPulse::untilNextCheck() const
{
    const Micros due = m_circuit.isClosed() ? m_heardAt + microseconds(m_limits.interval).count() : m_circuit.openUntil;
    return std::clamp<milliseconds>(duration_cast<milliseconds>(microseconds(due - m_clock.now())), 1s,
                                    std::max<milliseconds>(m_limits.interval, 1s));
}

void BotPulse::checkAfter(milliseconds delay)
{
    m_clock.after(delay, this, [this] { check(); });
}

void BotPulse::check()
{
    const Micros now = m_clock.now();
    const bool silent = now - m_heardAt >= microseconds(m_limits.interval).count();
    const bool due = m_circuit.isClosed() ? silent : core::at(now, m_circuit).state == core::Circuit::HalfOpen;
    if (due && !m_workOnly)
        probe();
    else
        checkAfter(untilNextCheck());
}

void BotPulse::probe()
{
    m_api.call(u"getMe"_s, {}, this, [this](const ApiResult &me) {
        if (me)
            answered();
        else
            failed(me.error());
        checkAfter(me ? untilNextCheck() : std::max<milliseconds>(untilNextCheck(), me.error().retryAfter));
    });
}

} // namespace rastro::telegram
