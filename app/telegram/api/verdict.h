// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telegram/api/apianswer.h"

namespace rastro::telegram {

/// What to do about an ApiError.
enum class Remedy {
    PauseChat,      ///< 429 on a call to a chat: nothing more to this chat until `wait` is over. Not a failure.
    PauseBot,       ///< 429 on any other call: nothing more from this bot until `wait` is over. Not a failure.
    Unreachable,    ///< The person blocked the bot, is gone or never started it: drop what is queued, keep the sale.
    Migrate,        ///< The group has a new id, `newChatId`: rewrite it everywhere, then retry once.
    Done,           ///< The wished state is there already ("message is not modified", "to delete not found").
    Ignore,         ///< Too late to matter (an old callback query).
    SendPlain,      ///< The formatting is refused: send the same without parse_mode, flag the template.
    UploadAgain,    ///< The file_id is refused: upload the file again.
    ContentFault,   ///< This content can never be sent: alarm the operator.
    RightsLost,     ///< The bot lost its rights in a group: alarm, retry hourly.
    Revoked,        ///< 401: stop the bot, tell the operator, never retry in a loop.
    WrongAddress,   ///< 404: token or base URL are wrong.
    Conflict,       ///< 409: another poller, or a webhook is set.
    RetryLater,     ///< It certainly had no effect and may work later.
    UnknownOutcome, ///< It may have had its effect: repeat only what is better said twice than never.
    GiveUp          ///< Any other refusal: repeating is pointless.
};

struct Verdict
{
    Remedy remedy = Remedy::GiveUp;
    std::chrono::seconds wait{0}; ///< The least pause before the same key is used again; 0: the caller's back-off.
    qint64 newChatId = 0;         ///< For Migrate.
};

/// What a call was about, as far as the judgement needs it.
enum class CallTarget { Chat, Bot };

/// The table of errors as a pure function (Bot API, Making requests; texts of the official server's errors).
[[nodiscard]] Verdict classify(const ApiError &error, CallTarget target);

/// "pause_chat", "unreachable", …: for logs, metrics and trails.
[[nodiscard]] QString remedyName(Remedy remedy);

} // namespace rastro::telegram
