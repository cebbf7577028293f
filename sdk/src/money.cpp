// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/money.h"

#include <QtCore/QSet>
#include <limits>

using namespace Qt::StringLiterals;

namespace rastro {

namespace {

// ISO 4217 active codes, and Telegram's XTR (Stars; Bot API, "Payments in Telegram Stars").
const QSet<QString> &currencies()
{
    static const QSet<QString> codes = [] {
        const auto text =
            u"AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
            "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
            "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
            "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
            "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
            "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
            "UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL XTR"_s;
        const auto list = text.split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    return codes;
}

} // namespace

bool isKnownCurrency(const QString &code)
{
    return currencies().contains(code);
}

int Money::decimals() const
{
    // ISO 4217, column "minor unit": those that differ from 2.
    static const QSet<QString> none{u"BIF"_s, u"CLP"_s, u"DJF"_s, u"GNF"_s, u"ISK"_s, u"JPY"_s,
                                    u"KMF"_s, u"KRW"_s, u"PYG"_s, u"RWF"_s, u"UGX"_s, u"VND"_s,
                                    u"VUV"_s, u"XAF"_s, u"XOF"_s, u"XPF"_s, u"XTR"_s};
    static const QSet<QString> three{u"BHD"_s, u"IQD"_s, u"JOD"_s, u"KWD"_s, u"LYD"_s, u"OMR"_s, u"TND"_s};
    return none.contains(currency) ? 0 : three.contains(currency) ? 3 : 2;
}

QString Money::toDecimal() const
{
    const int places = decimals();
    const bool negative = minor < 0;
    const auto magnitude = negative ? 0 - static_cast<quint64>(minor) : static_cast<quint64>(minor);
    auto digits = QString::number(magnitude).rightJustified(places + 1, u'0');
    if (places > 0)
        digits.insert(digits.size() - places, u'.');
    return negative ? u'-' + digits : digits;
}

QString Money::toDisplay(const QString &language) const
{
    const bool portuguese = language.startsWith(u"pt"_s);
    auto text = toDecimal();
    const auto point = text.indexOf(u'.');
    if (portuguese && point >= 0)
        text[point] = u',';
    const auto first = text.startsWith(u'-') ? 1 : 0;
    for (auto at = (point >= 0 ? point : text.size()) - 3; at > first; at -= 3)
        text.insert(at, portuguese ? u'.' : u',');
    if (currency == u"BRL"_s)
        return (portuguese ? u"R$ "_s : u"R$"_s) + text;
    return currency + u' ' + text;
}

Result<Money> Money::fromDecimal(const QString &text, const QString &currency)
{
    if (!isKnownCurrency(currency))
        return failure(u"money.currency"_s, u"“%1” is not an ISO 4217 currency."_s.arg(currency));
    Money money{0, currency};
    const int places = money.decimals();
    int seenPlaces = -1;
    int digits = 0;
    for (const QChar c : text) {
        if (c == u'.' && seenPlaces < 0 && digits > 0) {
            seenPlaces = 0;
            continue;
        }
        if (c < u'0' || c > u'9' || digits >= 18)
            return failure(u"money.malformed"_s, u"“%1” is not an amount such as 19.97."_s.arg(text));
        ++digits;
        if (seenPlaces >= 0 && ++seenPlaces > places) {
            if (c != u'0')
                return failure(u"money.too_precise"_s, u"“%1” has more than %2 decimals."_s.arg(text).arg(places));
            continue;
        }
        if (money.minor > (std::numeric_limits<qint64>::max() - 9) / 10)
            return failure(u"money.malformed"_s, u"“%1” is too large."_s.arg(text));
        money.minor = money.minor * 10 + (c.unicode() - u'0');
    }
    if (digits == 0 || seenPlaces == 0)
        return failure(u"money.malformed"_s, u"“%1” is not an amount such as 19.97."_s.arg(text));
    for (int place = std::max(seenPlaces, 0); place < places; ++place) {
        if (money.minor > std::numeric_limits<qint64>::max() / 10)
            return failure(u"money.malformed"_s, u"“%1” is too large."_s.arg(text));
        money.minor *= 10;
    }
    return money;
}

} // namespace rastro
