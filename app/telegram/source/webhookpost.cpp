// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/source/webhookpost.h"

namespace rastro::telegram {

namespace {

constexpr qsizetype largestPost = 1024 * 1024;

} // namespace

bool equalsInConstantTime(QByteArrayView a, QByteArrayView b)
{
    if (a.size() != b.size())
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

WebhookPost acceptWebhook(QByteArrayView secretHeader, const QByteArray &body, QByteArrayView secret)
{
    if (secret.isEmpty() || !equalsInConstantTime(secretHeader, secret))
        return {WebhookJudgement::WrongSecret, {}};
    if (body.size() > largestPost)
        return {WebhookJudgement::TooLarge, {}};
    const auto id = updateIdOf(body);
    if (!id)
        return {WebhookJudgement::NotAnUpdate, {}};
    return {WebhookJudgement::Accepted, {*id, body}};
}

} // namespace rastro::telegram
