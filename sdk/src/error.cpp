// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/result.h"

namespace rastro {

tl::unexpected<Error> failure(QString code, QString message, ErrorClass kind)
{
    return tl::unexpected<Error>(Error{.code = std::move(code), .message = std::move(message), .kind = kind});
}

QString errorClassName(ErrorClass kind)
{
    switch (kind) {
    case ErrorClass::Retry:
        return QStringLiteral("retry");
    case ErrorClass::Reauthenticate:
        return QStringLiteral("reauthenticate");
    case ErrorClass::Withhold:
        return QStringLiteral("withhold");
    case ErrorClass::GiveUp:
        break;
    }
    return QStringLiteral("give up");
}

} // namespace rastro
