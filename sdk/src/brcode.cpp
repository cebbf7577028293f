// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/brcode.h"

#include <QtCore/QMap>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro {

namespace {

// Ids of the fields: "Manual de Padrões para Iniciação do Pix", BR Code; EMV QRCPS-MPM, table 4.
constexpr auto pixGui = u"br.gov.bcb.pix";
constexpr int firstMerchantAccount = 26;
constexpr int lastMerchantAccount = 51;
constexpr qsizetype templateLimit = 99;
constexpr qint64 largestAmount = 999'999'999'999; // 9999999999.99 is the 13 characters that field 54 holds.

using Fields = QMap<int, QString>;

QString padded(qsizetype number)
{
    return QString::number(number).rightJustified(2, u'0');
}

QString field(int id, const QString &value)
{
    return padded(id) + padded(value.size()) + value;
}

bool isPrintableAscii(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u' ' && c <= u'~'; });
}

bool isAlphanumeric(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
    });
}

bool isWithin(const QString &text, int limit)
{
    return !text.isEmpty() && text.size() <= limit;
}

QString checksum(const QString &code)
{
    return QString::number(crc16(code.toLatin1()), 16).toUpper().rightJustified(4, u'0');
}

tl::unexpected<Error> malformed(const QString &why)
{
    return failure(u"brcode.malformed"_s, u"This is not a whole BR Code: %1."_s.arg(why));
}

std::optional<int> twoDigits(QStringView text)
{
    if (text.size() != 2 || text[0] < u'0' || text[0] > u'9' || text[1] < u'0' || text[1] > u'9')
        return std::nullopt;
    return (text[0].unicode() - u'0') * 10 + (text[1].unicode() - u'0');
}

Result<Fields> readFields(QStringView text)
{
    Fields fields;
    while (!text.isEmpty()) {
        const auto id = twoDigits(text.left(2));
        const auto length = twoDigits(text.mid(2, 2));
        if (!id || !length || *length == 0 || text.size() < 4 + *length)
            return malformed(u"a field is cut off or has no length"_s);
        if (fields.contains(*id))
            return malformed(u"field %1 is there twice"_s.arg(padded(*id)));
        fields.insert(*id, text.mid(4, *length).toString());
        text = text.mid(4 + *length);
    }
    return fields;
}

Result<void> checkCrc(const QString &code)
{
    if (!isPrintableAscii(code))
        return malformed(u"it holds characters that no BR Code has"_s);
    if (code.size() < 8 || QStringView(code).right(8).left(4) != u"6304")
        return malformed(u"it does not end with its check digits (field 63)"_s);
    if (code.right(4) != checksum(code.chopped(4)))
        return failure(u"brcode.crc"_s, u"The code's check digits are wrong: copy it again, whole."_s);
    return {};
}

// The account template that is Pix's: any of 26 to 51 whose 00 is Pix's identifier, in either case.
Result<Fields> pixAccount(const Fields &fields)
{
    for (int id = firstMerchantAccount; id <= lastMerchantAccount; ++id) {
        if (!fields.contains(id))
            continue;
        auto account = readFields(fields.value(id));
        if (account && account->value(0).compare(QStringView(pixGui), Qt::CaseInsensitive) == 0)
            return account;
    }
    return failure(u"brcode.not_pix"_s, u"The code is not a Pix code: no account with %1."_s.arg(QStringView(pixGui)));
}

Result<void> readAmount(const Fields &fields, BrCode &code)
{
    if (fields.value(53) != u"986"_s || fields.value(58) != u"BR"_s)
        return failure(u"brcode.not_pix"_s, u"The code is not a Pix code: currency 986 and country BR expected."_s);
    if (!fields.contains(54))
        return {};
    const auto amount = Money::fromDecimal(fields.value(54), u"BRL"_s);
    if (!amount)
        return malformed(u"the amount (field 54) is not a number with two decimals"_s);
    code.amountMinor = amount->minor;
    return {};
}

Result<void> readTxid(const Fields &fields, BrCode &code)
{
    const auto additional = readFields(fields.value(62));
    if (!additional)
        return tl::unexpected(additional.error());
    const auto txid = additional->value(5);
    code.txid = txid == u"***"_s ? QString() : txid;
    return {};
}

Result<void> checkNames(const BrCode &code)
{
    if (!isPrintableAscii(code.merchantName + code.merchantCity + code.key + code.url + code.info))
        return failure(u"brcode.not_ascii"_s,
                       u"A BR Code holds printable ASCII only: sanitise the name and the city."_s);
    if (!isWithin(code.merchantName, 25))
        return failure(u"brcode.name"_s, u"The merchant's name must have 1 to 25 characters."_s);
    if (!isWithin(code.merchantCity, 15))
        return failure(u"brcode.city"_s, u"The merchant's city must have 1 to 15 characters."_s);
    return {};
}

Result<void> checkAccount(const BrCode &code)
{
    const bool dynamic = !code.url.isEmpty();
    if (dynamic != code.key.isEmpty() || !isWithin(dynamic ? code.url : code.key, 77) || code.url.contains(u"://"_s))
        return failure(u"brcode.key"_s,
                       u"Either a Pix key or a location without scheme is needed, of 1 to 77 characters."_s);
    if (dynamic && !code.info.isEmpty())
        return failure(u"brcode.info"_s, u"Only a static code has room for a text (field 26-02)."_s);
    return {};
}

Result<void> checkValues(const BrCode &code)
{
    if (code.amountMinor && (*code.amountMinor < 1 || *code.amountMinor > largestAmount))
        return failure(u"brcode.amount"_s, u"The amount must be from 0.01 to 9999999999.99."_s);
    if (code.txid.size() > 25 || (code.txid != u"***"_s && !isAlphanumeric(code.txid)))
        return failure(u"brcode.txid"_s, u"The txid must be 1 to 25 letters and digits, or empty."_s);
    return {};
}

QString accountTemplate(const BrCode &code)
{
    const auto gui = QStringView(pixGui).toString();
    auto account = field(0, code.upperGui ? gui.toUpper() : gui);
    if (!code.url.isEmpty())
        return account + field(25, code.url);
    account += field(1, code.key);
    return code.info.isEmpty() ? account : account + field(2, code.info);
}

} // namespace

quint16 crc16(const QByteArray &bytes)
{
    quint32 crc = 0xFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<quint32>(static_cast<quint8>(byte)) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
    }
    return static_cast<quint16>(crc);
}

Result<QString> BrCode::encode() const
{
    const auto checked = checkNames(*this).and_then([this] { return checkAccount(*this); }).and_then([this] {
        return checkValues(*this);
    });
    if (!checked)
        return tl::unexpected(checked.error());
    const auto account = accountTemplate(*this);
    if (account.size() > templateLimit)
        return failure(u"brcode.info"_s, u"Key and text together do not fit into field 26 (99 characters)."_s);

    auto code = field(0, u"01"_s);
    if (oneTime)
        code += field(1, u"12"_s);
    code += field(firstMerchantAccount, account) + field(52, u"0000"_s) + field(53, u"986"_s);
    if (amountMinor)
        code += field(54, Money{*amountMinor, u"BRL"_s}.toDecimal());
    code += field(58, u"BR"_s) + field(59, merchantName) + field(60, merchantCity) +
            field(62, field(5, txid.isEmpty() ? u"***"_s : txid)) + u"6304"_s;
    return code + checksum(code);
}

Result<BrCode> BrCode::decode(const QString &text)
{
    if (const auto intact = checkCrc(text); !intact)
        return tl::unexpected(intact.error());
    const auto fields = readFields(text);
    if (!fields)
        return tl::unexpected(fields.error());
    if (fields->value(0) != u"01"_s)
        return malformed(u"it does not say format 01 (field 00)"_s);
    const auto account = pixAccount(*fields);
    if (!account)
        return tl::unexpected(account.error());

    BrCode code;
    code.upperGui = account->value(0) == QStringView(pixGui).toString().toUpper();
    code.key = account->value(1);
    code.info = account->value(2);
    code.url = account->value(25);
    code.merchantName = fields->value(59);
    code.merchantCity = fields->value(60);
    code.oneTime = fields->value(1) == u"12"_s;
    if (const auto read = readAmount(*fields, code); !read)
        return tl::unexpected(read.error());
    if (const auto read = readTxid(*fields, code); !read)
        return tl::unexpected(read.error());
    return code;
}

QString BrCode::sanitise(const QString &text, int limit)
{
    QString plain;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toUpper()) {
        if (c >= u' ' && c <= u'~')
            plain += c;
        else if (!c.isMark())
            plain += u' ';
    }
    return plain.simplified().left(limit).trimmed();
}

} // namespace rastro
