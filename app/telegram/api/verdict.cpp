// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/api/verdict.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

struct Phrase
{
    int code;
    QLatin1StringView part; ///< Lower case.
    Remedy remedy;
};

// In order: the first that fits decides.
constexpr std::array<Phrase, 25> phrases = {{
    {403, QLatin1StringView("not enough rights"), Remedy::RightsLost},
    {403, QLatin1StringView(""), Remedy::Unreachable},
    {400, QLatin1StringView("chat not found"), Remedy::Unreachable},
    {400, QLatin1StringView("user is deactivated"), Remedy::Unreachable},
    {400, QLatin1StringView("peer_id_invalid"), Remedy::Unreachable},
    {400, QLatin1StringView("message is not modified"), Remedy::Done},
    {400, QLatin1StringView("message to edit not found"), Remedy::Done},
    {400, QLatin1StringView("message to delete not found"), Remedy::Done},
    {400, QLatin1StringView("message can't be deleted"), Remedy::Done},
    {400, QLatin1StringView("query is too old"), Remedy::Ignore},
    {400, QLatin1StringView("query id is invalid"), Remedy::Ignore},
    {400, QLatin1StringView("can't parse entities"), Remedy::SendPlain},
    {400, QLatin1StringView("wrong file identifier"), Remedy::UploadAgain},
    {400, QLatin1StringView("wrong remote file id"), Remedy::UploadAgain},
    {400, QLatin1StringView("not enough rights"), Remedy::RightsLost},
    {400, QLatin1StringView("chat_admin_required"), Remedy::RightsLost},
    {400, QLatin1StringView("user is an administrator of the chat"), Remedy::RightsLost},
    {400, QLatin1StringView("button_data_invalid"), Remedy::ContentFault},
    {400, QLatin1StringView("button_url_invalid"), Remedy::ContentFault},
    {400, QLatin1StringView("message is too long"), Remedy::ContentFault},
    {400, QLatin1StringView("message caption is too long"), Remedy::ContentFault},
    {400, QLatin1StringView("text is empty"), Remedy::ContentFault},
    {401, QLatin1StringView(""), Remedy::Revoked},
    {404, QLatin1StringView(""), Remedy::WrongAddress},
    {409, QLatin1StringView(""), Remedy::Conflict},
}};

Verdict withoutEnvelope(const ApiError &error)
{
    if (error.code == 429)
        return {Remedy::PauseBot, std::max(error.retryAfter, std::chrono::seconds(1s))};
    return {error.outcomeUnknown ? Remedy::UnknownOutcome : Remedy::RetryLater, error.retryAfter};
}

} // namespace

Verdict classify(const ApiError &error, CallTarget target)
{
    if (error.origin != ApiError::Origin::Telegram)
        return withoutEnvelope(error);
    if (error.code == 429)
        return {target == CallTarget::Chat ? Remedy::PauseChat : Remedy::PauseBot,
                std::max(error.retryAfter, std::chrono::seconds(1s))};
    if (error.migrateToChatId != 0)
        return {Remedy::Migrate, 0s, error.migrateToChatId};
    if (error.code >= 500)
        return {Remedy::UnknownOutcome, error.retryAfter};
    if (error.code == 421)
        return {Remedy::RetryLater, error.retryAfter}; // a sharded local server does not serve this bot now
    const QString text = error.description.toLower();
    const auto *const known = std::find_if(phrases.begin(), phrases.end(), [&](const Phrase &phrase) {
        return phrase.code == error.code && text.contains(phrase.part);
    });
    return {known == phrases.end() ? Remedy::GiveUp : known->remedy};
}

QString remedyName(Remedy remedy)
{
    switch (remedy) {
    case Remedy::PauseChat:
        return u"pause_chat"_s;
    case Remedy::PauseBot:
        return u"pause_bot"_s;
    case Remedy::Unreachable:
        return u"unreachable"_s;
    case Remedy::Migrate:
        return u"migrate"_s;
    case Remedy::Done:
        return u"done"_s;
    case Remedy::Ignore:
        return u"ignore"_s;
    case Remedy::SendPlain:
        return u"send_plain"_s;
    case Remedy::UploadAgain:
        return u"upload_again"_s;
    case Remedy::ContentFault:
        return u"content_fault"_s;
    case Remedy::RightsLost:
        return u"rights_lost"_s;
    case Remedy::Revoked:
        return u"revoked"_s;
    case Remedy::WrongAddress:
        return u"wrong_address"_s;
    case Remedy::Conflict:
        return u"conflict"_s;
    case Remedy::RetryLater:
        return u"retry_later"_s;
    case Remedy::UnknownOutcome:
        return u"unknown_outcome"_s;
    case Remedy::GiveUp:
        return u"give_up"_s;
    }
    return {};
}

} // namespace rastro::telegram
