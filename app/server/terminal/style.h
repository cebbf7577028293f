// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/reasons.h"

namespace rastro::server {

/// How lines look. Colours only where a person looks: on a terminal, and not if NO_COLOR is set (no-color.org).
class Style
{
public:
    enum Colour { Grey, Green, Yellow, Red, Blue, Magenta, Bold };

    explicit Style(bool colours)
        : m_colours(colours)
    {
    }
    /// For standard output as it is.
    [[nodiscard]] static Style ofStandardOutput();

    [[nodiscard]] QString paint(const QString &text, Colour colour) const;
    /// In the colour of how much it matters.
    [[nodiscard]] QString paint(const QString &text, core::Severity severity) const;

private:
    bool m_colours;
};

/// A text from outside, such as a UTM parameter, as it may be shown: control characters, which a terminal would obey,
/// are replaced. Pure.
[[nodiscard]] QString plain(const QString &text);

} // namespace rastro::server
