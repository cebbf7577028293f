// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <rastro/clock.h>
#include <rastro/httpclient.h>
#include <sandbox/telegram/sandboxtelegram.h>

/// An HttpClient without sockets: every request goes straight into a SandboxTelegram. Time-outs run on the given clock.
class SandboxHttp : public rastro::HttpClient
{
public:
    SandboxHttp(rastro::sandbox::SandboxTelegram &telegram, rastro::Clock &clock)
        : m_telegram(telegram)
        , m_clock(clock)
    {
    }

    void send(const rastro::HttpRequest &request, QObject *context,
              std::function<void(const rastro::Result<rastro::HttpAnswer> &)> then) override
    {
        auto open = std::make_shared<bool>(true);
        const auto once = [open, guard = QPointer<QObject>(context),
                           then = std::move(then)](const rastro::Result<rastro::HttpAnswer> &answer) {
            if (std::exchange(*open, false) && guard)
                then(answer);
        };
        m_clock.after(request.timeout, context, [once] {
            once(rastro::failure(QStringLiteral("http.timeout"), QStringLiteral("no answer in time"),
                                 rastro::ErrorClass::Retry));
        });
        QTimer::singleShot(0, context, [this, request, once] { deliver(request, once); });
    }

private:
    void deliver(const rastro::HttpRequest &request,
                 const std::function<void(const rastro::Result<rastro::HttpAnswer> &)> &then)
    {
        rastro::sandbox::Headers headers;
        for (const auto &[name, value] : request.headers)
            headers.append({name.toLower(), value});
        m_telegram.handle(request.method, request.url.path(), request.url.query(QUrl::FullyEncoded).toUtf8(), headers,
                          request.body, [then](const rastro::sandbox::HttpReply &reply) {
                              rastro::HttpAnswer answer;
                              answer.status = reply.status;
                              answer.body = reply.body;
                              for (const auto &[name, value] : reply.headers)
                                  answer.headers.append({name.toLower(), value});
                              then(answer);
                          });
    }

    rastro::sandbox::SandboxTelegram &m_telegram;
    rastro::Clock &m_clock;
};
