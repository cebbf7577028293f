// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telegram/update/updatesplit.h"

namespace rastro::telegram {

/// The header in which Telegram proves that a post is its own (Bot API, setWebhook, secret_token).
inline constexpr QByteArrayView secretHeaderName("X-Telegram-Bot-Api-Secret-Token");

/// What a post to a bot's webhook route is.
enum class WebhookJudgement {
    Accepted,    ///< Store `update`, then answer 200.
    WrongSecret, ///< Answer 401 and store nothing.
    TooLarge,    ///< Answer 413; Telegram's updates are far smaller.
    NotAnUpdate  ///< It is Telegram's, but has no update id: log it and answer 200, else it comes again for a day.
};

struct WebhookPost
{
    WebhookJudgement judgement = WebhookJudgement::WrongSecret;
    RawUpdate update; ///< If accepted.
};

/// Judges a post by the value of its secret header (empty if it has none) and its body. Pure; the secret is compared
/// in constant time, and an empty `secret` accepts nothing.
[[nodiscard]] WebhookPost acceptWebhook(QByteArrayView secretHeader, const QByteArray &body, QByteArrayView secret);

/// Equal? Takes the same time wherever two texts of one length differ.
[[nodiscard]] bool equalsInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace rastro::telegram
