// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalisation.h"

#include <QtCore/QDate>
#include <QtCore/QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::meta {

namespace {

QString without(QString text, bool (*unwanted)(QChar))
{
    text.removeIf(unwanted);
    return text;
}

bool isSpace(QChar c)
{
    return c.isSpace();
}

bool isSpaceOrAsciiPunctuation(QChar c)
{
    return c.isSpace() || (c.unicode() < 0x80 && !c.isLetterOrNumber());
}

bool isNotAsciiDigit(QChar c)
{
    return c < u'0' || c > u'9';
}

QString withoutLeadingZeros(const QString &digits)
{
    const auto first = std::find_if(digits.begin(), digits.end(), [](QChar c) { return c != u'0'; });
    return digits.sliced(first - digits.begin());
}

// Brazil: area code and 8 digits, or area code, a 9 and 8 digits (Anatel, "Nono dígito").
bool isBrazilianNational(const QString &digits)
{
    return digits.size() == 10 || (digits.size() == 11 && digits[2] == u'9');
}

bool lacksCountryCode(const QString &digits, const QString &code)
{
    if (code == u"55"_s)
        return isBrazilianNational(digits);
    return digits.size() <= 10 || (digits.size() == 11 && !digits.startsWith(code));
}

// "+55 0 11 …": the trunk prefix 0 is dialled inside Brazil only.
QString withoutBrazilianTrunkPrefix(const QString &digits)
{
    return digits.startsWith(u"550"_s) ? u"55"_s + withoutLeadingZeros(digits.sliced(2)) : digits;
}

QStringList isoDate(int year, int month, int day)
{
    const QDate date(year, month, day);
    if (!date.isValid() || year < 1900)
        return {};
    return {date.toString(u"yyyyMMdd"_s)};
}

} // namespace

QStringList normalisedEmail(const QString &text)
{
    static const QRegularExpression address(uR"(\A[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@)"
                                            uR"([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
                                            uR"((?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+\z)"_s);
    const auto email = text.trimmed().toLower();
    return address.match(email).hasMatch() ? QStringList{email} : QStringList{};
}

QStringList normalisedPhone(const QString &text, const QString &defaultCountryCode)
{
    const auto trimmed = text.trimmed();
    const bool international = trimmed.startsWith(u'+') || trimmed.startsWith(u"00"_s);
    auto digits = withoutLeadingZeros(without(trimmed, isNotAsciiDigit));
    if (!defaultCountryCode.isEmpty()) {
        if (!international && digits.size() >= 7 && lacksCountryCode(digits, defaultCountryCode))
            digits.prepend(defaultCountryCode);
        if (defaultCountryCode == u"55"_s)
            digits = withoutBrazilianTrunkPrefix(digits);
    }
    return digits.size() >= 7 && digits.size() <= 15 ? QStringList{digits} : QStringList{};
}

QStringList normalisedName(const QString &text)
{
    const auto name = without(text.normalized(QString::NormalizationForm_C).toLower(), isSpaceOrAsciiPunctuation);
    const auto points = name.toUcs4();
    const bool hasLetter = std::any_of(points.begin(), points.end(), [](char32_t c) { return QChar::isLetter(c); });
    return hasLetter ? QStringList{name} : QStringList{};
}

QStringList normalisedGender(const QString &text)
{
    const auto word = text.trimmed().toLower();
    if (word == u"f"_s || word == u"female"_s)
        return {u"f"_s};
    if (word == u"m"_s || word == u"male"_s)
        return {u"m"_s};
    return {};
}

QStringList normalisedBirthDate(const QString &text)
{
    static const QRegularExpression yearFirst(uR"(\A([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})\z)"_s);
    static const QRegularExpression yearLast(uR"(\A([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\z)"_s);
    const auto trimmed = text.trimmed();
    if (const auto m = yearFirst.match(trimmed); m.hasMatch())
        return isoDate(m.captured(1).toInt(), m.captured(3).toInt(), m.captured(4).toInt());
    const auto m = yearLast.match(trimmed);
    if (!m.hasMatch())
        return {};
    const int first = m.captured(1).toInt();
    const int second = m.captured(2).toInt();
    const int year = m.captured(3).toInt();
    if (first > 12 || first == second)
        return isoDate(year, second, first);
    return second > 12 ? isoDate(year, first, second) : QStringList{};
}

QStringList normalisedExternalId(const QString &text)
{
    const auto id = without(text.toLower(), isSpace);
    return id.isEmpty() ? QStringList{} : QStringList{id};
}

} // namespace rastro::meta
