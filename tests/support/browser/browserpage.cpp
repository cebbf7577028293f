// SPDX-License-Identifier: GPL-3.0-or-later
#include "browser/browserpage.h"

#include <QtCore/QJsonArray>
#include <algorithm>

namespace rastro::testing {

using namespace Qt::StringLiterals;

BrowserPage::BrowserPage(Chromium &browser)
    : m_browser(browser)
{
    m_context = browser.call(u"Target.createBrowserContext"_s)["browserContextId"_L1].toString();
    const QJsonObject target{{u"url"_s, u"about:blank"_s}, {u"browserContextId"_s, m_context}};
    m_target = browser.call(u"Target.createTarget"_s, target)["targetId"_L1].toString();
    m_session =
        browser.call(u"Target.attachToTarget"_s, {{u"targetId"_s, m_target}, {u"flatten"_s, true}})["sessionId"_L1]
            .toString();
    for (const QString &domain : {u"Page"_s, u"Network"_s, u"Log"_s, u"Audits"_s, u"Runtime"_s})
        call(domain + u".enable"_s);
}

BrowserPage::~BrowserPage()
{
    m_browser.call(u"Target.disposeBrowserContext"_s, {{u"browserContextId"_s, m_context}});
}

QJsonObject BrowserPage::call(const QString &method, const QJsonObject &params)
{
    return m_browser.call(method, params, m_session);
}

void BrowserPage::setUserAgent(const QString &agent, const QString &acceptLanguage)
{
    call(u"Emulation.setUserAgentOverride"_s, {{u"userAgent"_s, agent}, {u"acceptLanguage"_s, acceptLanguage}});
}

void BrowserPage::setScreen(int width, int height, bool dark)
{
    call(u"Emulation.setDeviceMetricsOverride"_s,
         {{u"width"_s, width}, {u"height"_s, height}, {u"deviceScaleFactor"_s, 2}, {u"mobile"_s, true}});
    const QJsonObject scheme{{u"name"_s, u"prefers-color-scheme"_s}, {u"value"_s, dark ? u"dark"_s : u"light"_s}};
    const QJsonObject still{{u"name"_s, u"prefers-reduced-motion"_s}, {u"value"_s, u"reduce"_s}};
    call(u"Emulation.setEmulatedMedia"_s, {{u"features"_s, QJsonArray{scheme, still}}});
}

void BrowserPage::disableJavaScript()
{
    call(u"Emulation.setScriptExecutionDisabled"_s, {{u"value"_s, true}});
}

qsizetype BrowserPage::loads() const
{
    const QList<QJsonObject> events = m_browser.events(m_session);
    return std::count_if(events.begin(), events.end(), [](const QJsonObject &event) {
        return event["method"_L1].toString() == "Page.loadEventFired"_L1;
    });
}

bool BrowserPage::open(const QString &url)
{
    const qsizetype before = loads();
    call(u"Page.navigate"_s, {{u"url"_s, url}});
    return waitUntil([=, this] { return loads() > before; });
}

bool BrowserPage::reload()
{
    const qsizetype before = loads();
    call(u"Page.reload"_s);
    return waitUntil([=, this] { return loads() > before; });
}

bool BrowserPage::waitUntil(const std::function<bool()> &enough)
{
    return m_browser.readUntil(enough);
}

QJsonValue BrowserPage::evaluate(const QString &expression)
{
    const QJsonObject params{{u"expression"_s, expression}, {u"returnByValue"_s, true}};
    return call(u"Runtime.evaluate"_s, params)["result"_L1]["value"_L1];
}

QString BrowserPage::address()
{
    const QJsonObject history = call(u"Page.getNavigationHistory"_s);
    return history["entries"_L1][history["currentIndex"_L1].toInt()]["url"_L1].toString();
}

QStringList BrowserPage::requests() const
{
    QStringList urls;
    for (const QJsonObject &event : m_browser.events(m_session)) {
        const QString method = event["method"_L1].toString();
        if (method == "Network.requestWillBeSent"_L1)
            urls.append(event["params"_L1]["request"_L1]["url"_L1].toString());
        else if (method == "Page.frameRequestedNavigation"_L1)
            urls.append(event["params"_L1]["url"_L1].toString());
    }
    return urls;
}

QStringList BrowserPage::complaints() const
{
    QStringList list;
    for (const QJsonObject &event : m_browser.events(m_session)) {
        const QString method = event["method"_L1].toString();
        const QJsonValue params = event["params"_L1];
        const QString code = params["issue"_L1]["code"_L1].toString();
        if (method == "Log.entryAdded"_L1 && params["entry"_L1]["level"_L1].toString() == "error"_L1)
            list.append(params["entry"_L1]["text"_L1].toString());
        else if (method == "Audits.issueAdded"_L1 && code == "ContentSecurityPolicyIssue"_L1)
            list.append(code + u' ' +
                        params["issue"_L1]["details"_L1]["contentSecurityPolicyIssueDetails"_L1]["violatedDirective"_L1]
                            .toString());
        else if (method == "Runtime.exceptionThrown"_L1)
            list.append(params["exceptionDetails"_L1]["exception"_L1]["description"_L1].toString());
    }
    return list;
}

QByteArray BrowserPage::screenshot()
{
    return QByteArray::fromBase64(call(u"Page.captureScreenshot"_s)["data"_L1].toString().toLatin1());
}

} // namespace rastro::testing
