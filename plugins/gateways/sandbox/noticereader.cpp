// SPDX-License-Identifier: GPL-3.0-or-later
#include "noticereader.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QMessageAuthenticationCode>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::gateway {

namespace {

struct Signature
{
    QByteArray time;
    QByteArrayList digests;
};

QByteArray signatureHeader(const Notice &notice)
{
    for (const auto &[name, value] : notice.headers) {
        if (name == "sandbox-signature")
            return value;
    }
    return {};
}

Signature parseSignature(const QByteArray &header)
{
    Signature signature;
    for (const auto &part : header.split(',')) {
        const auto text = part.trimmed();
        if (text.startsWith("t="))
            signature.time = text.mid(2);
        else if (text.startsWith("v1="))
            signature.digests.append(text.mid(3));
    }
    return signature;
}

// Takes as long for a digest that is wrong in its first digit as for one that is wrong in its last.
bool isSame(const QByteArray &one, const QByteArray &other)
{
    if (one.size() != other.size())
        return false;
    int difference = 0;
    for (qsizetype at = 0; at < one.size(); ++at)
        difference |= one[at] ^ other[at];
    return difference == 0;
}

Result<void> checkSignature(const Notice &notice, const QByteArray &secret)
{
    const auto signature = parseSignature(signatureHeader(notice));
    if (signature.time.isEmpty() || signature.digests.isEmpty())
        return failure(u"notice.unsigned"_s,
                       u"The notice has no signature (header sandbox-signature): it is not the sandbox bank's."_s);
    const auto expected =
        QMessageAuthenticationCode::hash(signature.time + '.' + notice.body, secret, QCryptographicHash::Sha256)
            .toHex();
    const bool genuine = std::any_of(signature.digests.begin(), signature.digests.end(),
                                     [&expected](const QByteArray &digest) { return isSame(digest, expected); });
    if (!genuine)
        return failure(u"notice.forged"_s,
                       u"The notice's signature is wrong: it is forged or changed, or webhook_secret "
                       "is not the bank's."_s);
    return {};
}

} // namespace

Result<NoticeHint> readNotice(const Notice &notice, const QByteArray &secret)
{
    if (const auto checked = checkSignature(notice, secret); !checked)
        return tl::unexpected(checked.error());
    const auto document = QJsonDocument::fromJson(notice.body);
    if (!document.isObject() || !document[u"event"].isString())
        return failure(u"notice.malformed"_s,
                       u"The notice is rightly signed, but it is not a JSON object with an event."_s);
    NoticeHint hint;
    hint.eventId = document[u"id"].toString();
    const auto charge = document[u"charge"];
    const ChargeReference reference{charge[u"id"].toString(), charge[u"reference"].toString()};
    if (!reference.gatewayId.isEmpty() || !reference.reference.isEmpty())
        hint.charges.append(reference);
    else if (document.object().contains(u"charge"_s))
        return failure(u"notice.malformed"_s,
                       u"The notice is rightly signed, but its charge has neither id nor reference."_s);
    return hint;
}

} // namespace rastro::gateway
