// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankerrors.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::gateway {

namespace {

constexpr qint64 longestPauseMs = 24 * 3'600'000;

// The bank's sentence for people, in short and on one line.
QString sentence(const HttpAnswer &answer)
{
    const auto text = QJsonDocument::fromJson(answer.body)[u"error"][u"en"].toString().simplified().left(200);
    return text.isEmpty() ? u"It gave no reason."_s : text;
}

bool isPassing(int status)
{
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

} // namespace

std::chrono::milliseconds retryAfter(const QByteArray &header, Micros now)
{
    const auto text = QString::fromLatin1(header.trimmed());
    bool isNumber = false;
    const auto seconds = text.toLongLong(&isNumber);
    if (isNumber)
        return std::chrono::milliseconds(std::clamp<qint64>(seconds, 0, longestPauseMs / 1000) * 1000);
    // HTTP dates end in GMT, which Qt's parser of mail dates does not know.
    const auto due = QDateTime::fromString(QString(text).replace(u"GMT"_s, u"+0000"_s), Qt::RFC2822Date);
    const auto pause = due.isValid() ? due.toMSecsSinceEpoch() - now / 1000 : 0;
    return std::chrono::milliseconds(std::clamp<qint64>(pause, 0, longestPauseMs));
}

Error errorOfAnswer(const HttpAnswer &answer, Effect effect, Micros now)
{
    const int status = answer.status;
    const auto said = u"The sandbox bank answered %1: %2"_s.arg(status).arg(sentence(answer));
    if (status == 401 || status == 403)
        return {.code = u"sandbox.credentials"_s,
                .message = said + u" Check api_key in the settings of the sandbox gateway."_s,
                .kind = ErrorClass::Reauthenticate};
    if (isPassing(status))
        return {.code = u"sandbox.unavailable"_s,
                .message = said,
                .kind = ErrorClass::Retry,
                .retryAfter = retryAfter(answer.header("retry-after"_ba), now),
                .outcomeUnknown = effect == Effect::Possible && status != 425 && status != 429};
    if (status >= 300 && status < 400)
        return {.code = u"sandbox.redirect"_s,
                .message =
                    u"The sandbox bank answered %1, a redirect, and those are not followed. Check base_url in the "
                    "settings of the sandbox gateway."_s.arg(status)};
    return {.code = u"sandbox.refused"_s, .message = said};
}

Error errorOfGarbage(const QString &what, Effect effect)
{
    return {.code = u"sandbox.garbage"_s,
            .message = u"The sandbox bank's answer cannot be used: %1."_s.arg(what),
            .kind = ErrorClass::Retry,
            .outcomeUnknown = effect == Effect::Possible};
}

Error errorOfTransport(const Error &error, Effect effect)
{
    auto passed = error;
    passed.outcomeUnknown =
        effect == Effect::Possible && (error.outcomeUnknown || error.code == u"http.answer_too_large"_s);
    return passed;
}

Error errorOfAbort(Effect effect)
{
    return {.code = u"sandbox.aborted"_s,
            .message = u"The call was given up before the sandbox bank answered."_s,
            .kind = ErrorClass::Retry,
            .outcomeUnknown = effect == Effect::Possible};
}

} // namespace rastro::gateway
