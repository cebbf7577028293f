// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/outbox/messagefate.h"

#include "telegram/wording/markup.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

constexpr int attemptsAllowed = 300; // About a day at the longest pause.

Micros backOff(int attempts)
{
    const auto doubled = std::chrono::seconds(2) * (qint64(1) << std::clamp(attempts, 0, 8));
    return std::chrono::microseconds(std::min<std::chrono::seconds>(doubled, 5min)).count();
}

MessageFate retry(const core::MessageRow &row, Micros now, std::chrono::seconds wait)
{
    if (row.attempts >= attemptsAllowed)
        return {.state = u"failed"_s};
    const Micros asked = std::chrono::microseconds(wait).count();
    return {.state = u"pending"_s, .runAt = now + std::max(asked, backOff(row.attempts))};
}

} // namespace

MessageFate fateOf(const core::MessageRow &row, const ApiResult &result, Micros now)
{
    if (result)
        return {.state = u"sent"_s};
    const Verdict verdict = classify(result.error(), row.chatId ? CallTarget::Chat : CallTarget::Bot);
    switch (verdict.remedy) {
    case Remedy::PauseChat:
    case Remedy::PauseBot:
        return {.state = u"pending"_s, .runAt = now + std::chrono::microseconds(std::max(verdict.wait, 1s)).count()};
    case Remedy::Unreachable:
        return {.state = u"unreachable"_s, .personGone = true};
    case Remedy::Done:
        return {.state = u"sent"_s};
    case Remedy::Ignore:
        return {.state = u"expired"_s};
    case Remedy::Revoked:
    case Remedy::WrongAddress:
        return {.state = u"pending"_s, .runAt = now + std::chrono::microseconds(60s).count()};
    case Remedy::UnknownOutcome:
        return row.purpose == u"answer" ? MessageFate{.state = u"expired"_s} : retry(row, now, verdict.wait);
    case Remedy::RetryLater:
    case Remedy::Conflict:
    case Remedy::RightsLost:
        return retry(row, now, verdict.wait);
    case Remedy::Migrate:
    case Remedy::SendPlain:
    case Remedy::UploadAgain:
    case Remedy::ContentFault:
    case Remedy::GiveUp:
        break;
    }
    return {.state = u"failed"_s};
}

std::optional<core::MessageRow> plainerForm(const core::MessageRow &row, Remedy remedy)
{
    if (remedy != Remedy::SendPlain && remedy != Remedy::ContentFault && remedy != Remedy::UploadAgain)
        return std::nullopt;
    core::MessageRow plain = row;
    if (!row.qrText.isEmpty()) {
        plain.method = u"sendMessage"_s;
        plain.qrText.clear();
        plain.payload.insert(u"text"_s, plain.payload.take(u"caption"_s));
    }
    if (remedy == Remedy::SendPlain)
        plain.payload = withoutMarkup(plain.payload);
    if (plain.method == row.method && plain.payload == row.payload)
        return std::nullopt;
    return plain;
}

} // namespace rastro::telegram
