// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QByteArray>

namespace rastro::storage {

/// Where a sealed value lies. It is authenticated with the value: moved to another row or column, it does not open.
struct SealedPlace
{
    QLatin1StringView table;
    QLatin1StringView column;
    QString row; ///< The row's natural key.
};

/// Seals secrets at rest with XChaCha20-Poly1305 and a random nonce each (libsodium,
/// crypto_aead_xchacha20poly1305_ietf). Immutable; any thread.
class SecretBox
{
public:
    static constexpr int keySize = 32;

    /// Errors: "secrets.key" if the key has not 32 bytes, "secrets.broken" if libsodium fails its self-test.
    [[nodiscard]] static Result<SecretBox> withKey(const QByteArray &key);

    /// Key id, nonce and cipher text. Never the same twice.
    [[nodiscard]] QByteArray seal(const SealedPlace &place, const QByteArray &plain) const;
    /// Errors: "secrets.wrong_key" if another key sealed it, "secrets.damaged" if it was changed or moved.
    [[nodiscard]] Result<QByteArray> open(const SealedPlace &place, const QByteArray &sealed) const;

    /// The same for the same text under the same key, and says nothing about it: for uniqueness and look-ups.
    [[nodiscard]] QByteArray digest(const QByteArray &plain) const;

    /// Public name of the key: 16 hex digits.
    [[nodiscard]] QString keyId() const { return QString::fromLatin1(m_keyId.toHex()); }

private:
    explicit SecretBox(QByteArray key);
    [[nodiscard]] QByteArray authenticated(const SealedPlace &place) const;
    [[nodiscard]] bool testItself() const;

    QByteArray m_key;
    QByteArray m_keyId;
};

} // namespace rastro::storage
