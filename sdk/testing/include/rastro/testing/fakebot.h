// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/fakeclicks.h"
#include "rastro/testing/fakeclock.h"
#include "rastro/testing/fakehttp.h"

#include <rastro/botcontext.h>

namespace rastro::testing {

/// A bot for one plugin instance, with fakes behind every service. It must outlive the instance, as the host's does.
/// Log lines are kept as they came, not redacted, so that a test sees a secret that leaks.
class FakeBot : public BotContext
{
public:
    struct Line
    {
        LogLevel level;
        QString text;
    };

    explicit FakeBot(const QJsonObject &settings = {}, qint64 botId = 1)
        : m_botId(botId)
        , m_settings(settings)
        , m_http(m_clock)
        , m_clicks(m_clock)
    {
    }

    [[nodiscard]] qint64 botId() const override { return m_botId; }
    [[nodiscard]] QString key() const override { return QStringLiteral("bot%1").arg(m_botId); }
    [[nodiscard]] const QJsonObject &settings() const override { return m_settings; }
    [[nodiscard]] QUrl publicUrl() const override { return {QStringLiteral("https://shop.example")}; }
    [[nodiscard]] QUrl localUrl() const override { return {QStringLiteral("http://127.0.0.1:8080")}; }
    [[nodiscard]] QUrl noticeUrl() const override { return m_noticeUrl; }

    [[nodiscard]] FakeHttp &http() override { return m_http; }
    [[nodiscard]] const FakeClock &clock() const override { return m_clock; }
    [[nodiscard]] FakeClock &clock() override { return m_clock; }
    [[nodiscard]] FakeClicks &clicks() override { return m_clicks; }

    void log(LogLevel level, const QString &line) override { m_lines.append({level, line}); }

    /// What the instance logged, oldest first.
    [[nodiscard]] const QList<Line> &lines() const { return m_lines; }
    /// The same in one text, for searching.
    [[nodiscard]] QString logText() const
    {
        QString text;
        for (const auto &line : m_lines)
            text += line.text + QChar(u'\n');
        return text;
    }

    void setNoticeUrl(const QUrl &url) { m_noticeUrl = url; }

private:
    qint64 m_botId;
    QJsonObject m_settings;
    QUrl m_noticeUrl{QStringLiteral("https://shop.example/pay/gateway/notice-secret")};
    FakeClock m_clock;
    FakeHttp m_http;
    FakeClicks m_clicks;
    QList<Line> m_lines;
};

} // namespace rastro::testing
