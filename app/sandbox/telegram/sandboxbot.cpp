// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/sandboxbot.h"

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

QJsonObject SandboxBot::toUser() const
{
    return {{u"id"_s, id}, {u"is_bot"_s, true}, {u"first_name"_s, name}, {u"username"_s, username}};
}

} // namespace rastro::sandbox
