// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/browserid.h"

#include <QtCore/QStringBuilder>
#include <algorithm>

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

bool isDigits(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// What follows "fb.<digit>.<13 digits>."; empty when `value` does not begin so.
QStringView payload(QStringView value)
{
    constexpr qsizetype prefix = 19; // fb.1.1700000000123.
    const bool wellFormed = value.size() > prefix && value.startsWith("fb."_L1) && isDigits(value.sliced(3, 1)) &&
                            value.at(4) == u'.' && isDigits(value.sliced(5, 13)) && value.at(18) == u'.';
    return wellFormed ? value.sliced(prefix) : QStringView();
}

bool isSuffix(QStringView text)
{
    const auto isBase64Url = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' ||
               c == u'_';
    };
    return (text.size() == 2 || text.size() == 8) && std::all_of(text.begin(), text.end(), isBase64Url);
}

/// `payload` without the suffix that Meta's libraries may have put behind it.
QStringView withoutSuffix(QStringView payload)
{
    const qsizetype dot = payload.lastIndexOf(u'.');
    return dot > 0 && isSuffix(payload.sliced(dot + 1)) ? payload.first(dot) : payload;
}

} // namespace

bool isFbp(QStringView value)
{
    return value.size() <= 64 && isDigits(withoutSuffix(payload(value)));
}

bool isFbc(QStringView value)
{
    const QStringView id = withoutSuffix(payload(value));
    return !id.isEmpty() && id.size() <= MaxClickId &&
           std::all_of(id.begin(), id.end(), [](QChar c) { return c > u' ' && c < QChar(0x7f); });
}

bool isFbcOf(QStringView fbc, QStringView fbclid)
{
    const QStringView id = payload(fbc);
    return !fbclid.isEmpty() && (id == fbclid || withoutSuffix(id) == fbclid);
}

QString fbcFrom(const QString &fbclid, qint64 firstSeenMs)
{
    return "fb.1."_L1 % QString::number(firstSeenMs) % u'.' % fbclid;
}

} // namespace rastro::core
