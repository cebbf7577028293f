// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <exception>
#include <optional>

namespace rastro::plugins {

/// Runs code of a plugin. Nothing if it returned; else what it threw, in words: no exception goes further than this.
template <class Call>
[[nodiscard]] std::optional<QString> thrownBy(Call &&call)
{
    try {
        call();
        return std::nullopt;
    } catch (const std::exception &exception) {
        return QString::fromUtf8(exception.what());
    } catch (...) {
        return QStringLiteral("something that is not a std::exception");
    }
}

} // namespace rastro::plugins
