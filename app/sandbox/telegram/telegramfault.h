// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>
#include <optional>

namespace rastro::sandbox {

/// Trouble on demand, for the next calls of a method.
struct TelegramFault
{
    enum class Kind {
        Refusal,      ///< `code` and `description` in the Bot API's envelope, with `retryAfter` if given; no effect.
        ProxyPage,    ///< HTTP 502 with an HTML page; no effect.
        Silence,      ///< No effect, and no answer for two minutes.
        LostAnswer,   ///< The call takes effect, and no answer comes for two minutes.
        CutAnswer,    ///< The call takes effect, and the answer breaks off.
        LateProxyPage ///< The call takes effect, and HTTP 502 with an HTML page comes back.
    };

    Kind kind = Kind::Refusal;
    QString method; ///< As documented; empty: any.
    int times = 1;
    int code = 500;
    QString description = QStringLiteral("Internal Server Error");
    int retryAfter = 0;

    /// 429 for the next calls.
    [[nodiscard]] static TelegramFault flood(int retryAfter, const QString &method = {}, int times = 1);
    /// 5xx for the next calls.
    [[nodiscard]] static TelegramFault serverError(const QString &method = {}, int times = 1);
    [[nodiscard]] static TelegramFault of(Kind kind, const QString &method = {}, int times = 1);
};

/// Faults that wait for their call, in the order they were asked for.
class FaultBook
{
public:
    void add(const TelegramFault &fault) { m_faults.append(fault); }
    void clear() { m_faults.clear(); }

    /// The first fault for this method, which is used up by one.
    [[nodiscard]] std::optional<TelegramFault> take(const QString &method);

private:
    QList<TelegramFault> m_faults;
};

} // namespace rastro::sandbox
