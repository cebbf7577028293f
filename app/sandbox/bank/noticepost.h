// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankanswer.h"

#include <QtCore/QUrl>

namespace rastro::sandbox {

/// Takes the bank's notices to those who wait for them. The bank posts each notice once and does not ask what became of
/// it: a receiver that was down has to query, as with a real bank that has given up.
class NoticePost
{
public:
    virtual ~NoticePost() = default;

    /// POST `body` to `url`. Must not call back into the bank before it returns.
    virtual void post(const QUrl &url, const BankHeaders &headers, const QByteArray &body) = 0;
};

} // namespace rastro::sandbox
