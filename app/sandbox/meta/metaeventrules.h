// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/meta/metaerror.h"

#include <optional>

namespace rastro::sandbox {

/// What Meta would say to one element of `data`, as strictly as its documentation and reports of real refusals allow
/// (Meta, Conversions API, "Server event parameters", "Customer information parameters", "Custom data parameters"):
/// where Meta only warns, such as about an unhashed e-mail address, this refuses. Nothing: accepted. `index` is for the
/// message, `nowMs` UTC milliseconds. Pure.
[[nodiscard]] std::optional<MetaError> judgeMetaEvent(const QJsonObject &event, qsizetype index, qint64 nowMs);

} // namespace rastro::sandbox
