// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringView>

namespace rastro::storage {

/// What a click is found by, beside its token.
enum class ClickKeyKind : quint64 { Fbclid = 1, Visitor = 2 };

/// The number under which `click_keys` leads from such a value to clicks. FNV-1a, 64 bits
/// (http://www.isthe.com/chongo/tech/comp/fnv/): the same in every build, since it is stored. Pure.
[[nodiscard]] qint64 clickKey(ClickKeyKind kind, qint64 workspaceId, QStringView value);

} // namespace rastro::storage
