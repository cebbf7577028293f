// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QVarLengthArray>

namespace rastro::core {

/// The query of a URL, decoded exactly once, as each kind of value needs it.
///
/// A value whose decoded bytes are not UTF-8, or hold a control character, stays percent-encoded as it came: it is kept
/// for people to see, can be stored in every database, and starts no line of its own in a log.
class QueryString
{
public:
    /// Longest query that is read, in bytes; what lies behind is ignored.
    static constexpr qsizetype MaxBytes = 128 * 1024;

    QueryString() = default;
    /// `raw` is what stands behind '?', byte for byte.
    explicit QueryString(QByteArray raw);

    /// The first value of that key that is not empty, percent-decoded, with '+' kept: click ids are opaque, and a '+'
    /// that became a space is a changed id.
    [[nodiscard]] QString opaque(QByteArrayView key) const;
    /// The same for text that a form or an ad platform's macro has written: '+' means a space. Cut to `maxLength`
    /// characters, never within one.
    [[nodiscard]] QString text(QByteArrayView key, qsizetype maxLength) const;

    /// The same for all values of that key, in the order they stand in.
    [[nodiscard]] QStringList texts(QByteArrayView key, qsizetype maxLength) const;

private:
    /// A key and its value, neither empty, as they lie in m_raw.
    struct Pair
    {
        QByteArrayView key;
        QByteArrayView value;
        bool isEscaped = false; ///< The key has a '%'.

        [[nodiscard]] bool isOf(QByteArrayView wanted) const;
    };

    [[nodiscard]] QByteArrayView rawValue(QByteArrayView key) const;

    QByteArray m_raw; // never changed: copies of this object share it, so the pairs' views hold in them too
    QVarLengthArray<Pair, 24> m_pairs;
};

/// `bytes` of a URL as text: bytes outside of printable ASCII become percent-encoded. Cut to `maxLength`, never within
/// a percent-encoded byte.
[[nodiscard]] QString urlText(QByteArrayView bytes, qsizetype maxLength);

} // namespace rastro::core
