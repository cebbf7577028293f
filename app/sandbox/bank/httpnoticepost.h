// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "noticepost.h"

#include <rastro/httpclient.h>

namespace rastro::sandbox {

/// Posts notices over HTTP. Answers and failures are ignored: see NoticePost. `http` outlives it.
class HttpNoticePost : public NoticePost
{
public:
    explicit HttpNoticePost(HttpClient &http);

    void post(const QUrl &url, const BankHeaders &headers, const QByteArray &body) override;

private:
    HttpClient &m_http;
    QObject m_context;
};

} // namespace rastro::sandbox
