// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace rastro::plugins {

/// Takes secrets out of text that people will read: as they are, percent-encoded and in Base64. A value; pure.
class Redaction
{
public:
    Redaction() = default;
    /// Values shorter than four characters are left alone: they would turn every text into stars.
    explicit Redaction(const QStringList &secrets);

    [[nodiscard]] QString operator()(QString text) const;

private:
    QStringList m_forms; ///< Longest first, so that no part of a longer secret remains.
};

} // namespace rastro::plugins
