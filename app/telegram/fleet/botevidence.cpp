// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/fleet/botevidence.h"

#include "telegram/api/verdict.h"

namespace rastro::telegram {

std::optional<core::Evidence> evidenceOf(const ApiError &error)
{
    switch (classify(error, CallTarget::Bot).remedy) {
    case Remedy::Revoked:
    case Remedy::WrongAddress:
        return core::Evidence::Refused;
    case Remedy::Conflict:
    case Remedy::RetryLater:
    case Remedy::UnknownOutcome:
        return core::Evidence::Failed;
    default:
        return std::nullopt;
    }
}

} // namespace rastro::telegram
