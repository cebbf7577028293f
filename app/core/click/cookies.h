// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QVarLengthArray>

namespace rastro::core {

/// The cookies of one request (RFC 6265 section 5.4), read with tolerance: a browser sends what other software on the
/// domain has set, so a malformed pair is skipped and never spoils its neighbours. Names are compared with case.
class Cookies
{
public:
    /// Longest header that is read, in bytes; what lies behind is ignored.
    static constexpr qsizetype MaxHeader = 64 * 1024;
    /// Longest value that is taken; a longer one counts as not sent. Browsers keep no more than 4096 bytes a cookie.
    static constexpr qsizetype MaxValue = 4096;

    Cookies() = default;
    /// `header` is the value of the Cookie field; several fields are joined with "; ".
    explicit Cookies(QByteArray header);

    /// The first usable value of that name; empty when there is none. Usable is what a cookie may hold: printable ASCII
    /// without spaces (double quotes around it are taken off), at most MaxValue bytes.
    [[nodiscard]] QString value(QByteArrayView name) const;
    /// All usable values of that name in the order sent: a cookie may be set for several domains or paths.
    [[nodiscard]] QList<QString> values(QByteArrayView name) const;

private:
    /// A pair as it lies in m_header: the name, and what stands behind '='.
    struct Pair
    {
        QByteArrayView name;
        QByteArrayView value;
    };

    QByteArray m_header; // never changed: copies of this object share it, so the pairs' views hold in them too
    QVarLengthArray<Pair, 16> m_pairs;
};

} // namespace rastro::core
