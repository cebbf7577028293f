// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/fleet/botevidence.h"

namespace rastro::telegram {

std::optional<core::Evidence> evidenceOf(const ApiError &error, CallTarget target)
{
    switch (classify(error, target).remedy) {
    case Remedy::Revoked:
    case Remedy::WrongAddress:
        return core::Evidence::Refused;
    case Remedy::Conflict:
    case Remedy::RetryLater:
    case Remedy::UnknownOutcome:
        return core::Evidence::Failed;
    case Remedy::Unreachable:
    case Remedy::RightsLost:
        return target == CallTarget::Bot && error.code == 403 ? std::optional(core::Evidence::Failed) : std::nullopt;
    default:
        return std::nullopt;
    }
}

} // namespace rastro::telegram
