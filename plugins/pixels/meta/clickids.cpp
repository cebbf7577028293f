// SPDX-License-Identifier: GPL-3.0-or-later
#include "clickids.h"

#include <QtCore/QRegularExpression>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::meta {

namespace {

constexpr qint64 fbcLifeMs = std::chrono::milliseconds(90 * 24h).count();
constexpr qint64 clockSkewMs = std::chrono::milliseconds(5min).count();

// The parameter builders append a token of 2 or 8 base64url characters.
const QString appendix = uR"((?:\.(?:[A-Za-z0-9_-]{2}|[A-Za-z0-9_-]{8}))?)"_s;

QRegularExpressionMatch fbcParts(const QString &fbc)
{
    static const QRegularExpression form(uR"(\A(fb\.[0-9]+\.([0-9]{13})\.([^.\s]+)))"_s + appendix + uR"(\z)"_s);
    return form.match(fbc);
}

} // namespace

QString acceptableFbc(const QString &fbc, qint64 nowMs)
{
    const auto parts = fbcParts(fbc);
    if (!parts.hasMatch())
        return {};
    const qint64 created = parts.captured(2).toLongLong();
    if (created > nowMs + clockSkewMs || created < nowMs - fbcLifeMs)
        return {};
    return parts.captured(1);
}

QString acceptableFbp(const QString &fbp)
{
    static const QRegularExpression form(uR"(\A(fb\.[0-9]+\.[0-9]{13}\.[0-9]+))"_s + appendix + uR"(\z)"_s);
    return form.match(fbp).captured(1);
}

QString fbcOfClick(const QString &cookie, const QString &fbclid, qint64 firstSeenMs)
{
    const auto parts = fbcParts(cookie);
    if (parts.hasMatch() && (fbclid.isEmpty() || parts.captured(3) == fbclid))
        return parts.captured(1);
    if (fbclid.isEmpty() || firstSeenMs <= 0)
        return {};
    return u"fb.1.%1.%2"_s.arg(QString::number(firstSeenMs), fbclid);
}

} // namespace rastro::meta
