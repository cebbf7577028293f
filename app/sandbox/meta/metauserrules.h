// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/meta/metaerror.h"

#include <optional>

namespace rastro::sandbox {

/// The part of judgeMetaEvent() that is about `user_data`: its keys, their forms, and whether they are enough to match
/// anybody. Pure.
[[nodiscard]] std::optional<MetaError> judgeMetaUser(const QJsonObject &user, qsizetype index, qint64 nowMs);

} // namespace rastro::sandbox
