// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/hostbotcontext.h"

#include <QtCore/QLoggingCategory>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

Q_LOGGING_CATEGORY(pluginLog, "rastro.plugin")

void toQtLog(const PluginLine &line)
{
    const auto text = u"%1 on %2: %3"_s.arg(line.from.pluginId, line.from.key, line.text);
    switch (line.level) {
    case LogLevel::Debug:
        qCDebug(pluginLog).noquote() << text;
        break;
    case LogLevel::Info:
        qCInfo(pluginLog).noquote() << text;
        break;
    case LogLevel::Warning:
        qCWarning(pluginLog).noquote() << text;
        break;
    case LogLevel::Error:
        qCCritical(pluginLog).noquote() << text;
        break;
    }
}

// The last part of the notice address is a secret like those of the settings.
QStringList withNoticeSecret(QStringList secrets, const QUrl &noticeUrl)
{
    if (!noticeUrl.isEmpty())
        secrets.append(noticeUrl.path().section(u'/', -1));
    return secrets;
}

} // namespace

HostBotContext::HostBotContext(const Enablement &enablement, QJsonObject settings, const QStringList &secrets,
                               const HostServices &services, const OperationRunner &operations, const Threw &threw)
    : m_enablement(enablement)
    , m_settings(std::move(settings))
    , m_services(services)
    , m_redaction(withNoticeSecret(secrets, enablement.noticeUrl))
    , m_http(
          services.http, [this, &operations](const QObject *context) { return operations.timeLeft(*this, context); },
          threw)
    , m_clock(services.clock, threw)
    , m_clicks(services.clicks(enablement.scope), threw)
{
}

qint64 HostBotContext::botId() const
{
    return m_enablement.scope.kind == PluginScope::Bot ? m_enablement.scope.id : 0;
}

void HostBotContext::log(LogLevel level, const QString &line)
{
    const PluginLine redactedLine{m_enablement, level, m_redaction(line)};
    m_services.log ? m_services.log(redactedLine) : toQtLog(redactedLine);
}

} // namespace rastro::plugins
