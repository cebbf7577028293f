// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/apicall.h"
#include "sandbox/telegram/sandboxbot.h"

namespace rastro::sandbox {

/// One call that is being carried out on a bot.
struct MethodRun
{
    SandboxBot &bot;
    const ApiCall &call;
    const SandboxLimits &limits;
    Micros now;
};

/// Carries out a method other than getUpdates, whose parameters fit the schema. Answers in the words of the Bot API; a
/// method that the sandbox does not play is a 501 that says so.
[[nodiscard]] ApiOutcome runMethod(const MethodRun &run);

/// Methods about messages: sendMessage, sendPhoto, editMessageText, answerCallbackQuery, … Nothing: none of them.
[[nodiscard]] std::optional<ApiOutcome> runMessageMethod(const MethodRun &run);

/// setWebhook, deleteWebhook, getWebhookInfo. Nothing: none of them.
[[nodiscard]] std::optional<ApiOutcome> runWebhookMethod(const MethodRun &run);

} // namespace rastro::sandbox
