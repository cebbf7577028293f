// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/secretbox.h"

#include <sodium.h>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr qsizetype idSize = 8;
constexpr qsizetype nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(SecretBox::keySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char *bytes(const QByteArray &data)
{
    return reinterpret_cast<const unsigned char *>(data.constData());
}

unsigned char *bytes(QByteArray &data)
{
    return reinterpret_cast<unsigned char *>(data.data());
}

QByteArray keyedHash(const QByteArray &key, const QByteArray &text, qsizetype size)
{
    QByteArray hash(size, Qt::Uninitialized);
    crypto_generichash(bytes(hash), size, bytes(text), text.size(), bytes(key), key.size());
    return hash;
}

} // namespace

SecretBox::SecretBox(QByteArray key)
    : m_key(std::move(key))
    , m_keyId(keyedHash(m_key, "rastro key id"_ba, crypto_generichash_BYTES_MIN).left(idSize))
{
}

Result<SecretBox> SecretBox::withKey(const QByteArray &key)
{
    if (sodium_init() < 0)
        return failure(u"secrets.broken"_s, u"libsodium cannot start on this machine: no source of randomness."_s);
    if (key.size() != keySize)
        return failure(u"secrets.key"_s,
                       u"The key has %1 bytes instead of 32. Restore it from a backup."_s.arg(key.size()));
    SecretBox box(key);
    if (!box.testItself())
        return failure(u"secrets.broken"_s, u"libsodium fails its self-test: reinstall the package libsodium23."_s);
    return box;
}

QByteArray SecretBox::seal(const SealedPlace &place, const QByteArray &plain) const
{
    QByteArray nonce(nonceSize, Qt::Uninitialized);
    randombytes_buf(nonce.data(), nonceSize);
    const auto context = authenticated(place);
    QByteArray cipher(plain.size() + tagSize, Qt::Uninitialized);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(cipher), nullptr, bytes(plain), plain.size(), bytes(context),
                                               context.size(), nullptr, bytes(nonce), bytes(m_key));
    return m_keyId + nonce + cipher;
}

Result<QByteArray> SecretBox::open(const SealedPlace &place, const QByteArray &sealed) const
{
    const auto where = u"%1.%2 of %3"_s.arg(place.table, place.column, place.row);
    if (sealed.size() < idSize + nonceSize + tagSize)
        return failure(u"secrets.damaged"_s,
                       u"The secret in %1 is cut off. Give it again with rastro apply."_s.arg(where));
    if (sealed.left(idSize) != m_keyId)
        return failure(u"secrets.wrong_key"_s, u"The secret in %1 was sealed with the key %2, this one is %3. Put the "
                                               "right rastro.key back."_s.arg(
                                                   where, QString::fromLatin1(sealed.left(idSize).toHex()), keyId()));
    const auto cipher = sealed.mid(idSize + nonceSize);
    const auto context = authenticated(place);
    QByteArray plain(cipher.size() - tagSize, Qt::Uninitialized);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), nullptr, nullptr, bytes(cipher), cipher.size(),
                                                   bytes(context), context.size(), bytes(sealed) + idSize,
                                                   bytes(m_key)) != 0)
        return failure(u"secrets.damaged"_s,
                       u"The secret in %1 was changed by somebody else than Rastro. Give it again "
                       "with rastro apply, or restore a backup."_s.arg(where));
    return plain;
}

QByteArray SecretBox::digest(const QByteArray &plain) const
{
    return keyedHash(m_key, "rastro digest|"_ba + plain, crypto_generichash_BYTES);
}

QByteArray SecretBox::authenticated(const SealedPlace &place) const
{
    return u"%1|%2|%3|%4"_s.arg(place.table, place.column, place.row, keyId()).toUtf8();
}

bool SecretBox::testItself() const
{
    const SealedPlace place{"self"_L1, "test"_L1, u"1"_s};
    auto sealed = seal(place, "Rastro"_ba);
    const auto opened = open(place, sealed);
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    return opened && *opened == "Rastro" && !open(place, sealed);
}

} // namespace rastro::storage
