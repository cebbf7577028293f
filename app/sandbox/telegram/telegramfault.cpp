// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/telegramfault.h"

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

TelegramFault TelegramFault::flood(int retryAfter, const QString &method, int times)
{
    TelegramFault fault = of(Kind::Refusal, method, times);
    fault.code = 429;
    fault.description = u"Too Many Requests: retry after %1"_s.arg(retryAfter);
    fault.retryAfter = retryAfter;
    return fault;
}

TelegramFault TelegramFault::serverError(const QString &method, int times)
{
    return of(Kind::Refusal, method, times);
}

TelegramFault TelegramFault::of(Kind kind, const QString &method, int times)
{
    TelegramFault fault;
    fault.kind = kind;
    fault.method = method;
    fault.times = times;
    return fault;
}

std::optional<TelegramFault> FaultBook::take(const QString &method)
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        if (!m_faults[i].method.isEmpty() && m_faults[i].method != method)
            continue;
        const TelegramFault fault = m_faults[i];
        if (--m_faults[i].times <= 0)
            m_faults.removeAt(i);
        return fault;
    }
    return {};
}

} // namespace rastro::sandbox
