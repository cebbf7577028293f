// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/autosale.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr std::chrono::milliseconds between = 20ms;
constexpr std::chrono::microseconds patience = 20s;

QString valueOf(const QJsonObject &button, const QString &kind)
{
    const auto value = button[kind];
    return kind == u"copy_text" ? value[u"text"_s].toString() : value.toString();
}

} // namespace

AutoSale::AutoSale(DemoInstallation &demo, qint64 personId, bool throughAd, QObject *parent)
    : QObject(parent)
    , m_demo(demo)
    , m_browser(demo.runtime().http())
{
    m_seen.person = personId;
    if (throughAd) {
        m_seen.adLink = demo.adLink();
        m_browser.setCookie("_fbp", Fbp);
    }
    add(u"the bot is known to the server"_s, [this] { return m_demo.isBotKnown(); });
    if (throughAd)
        add(u"the redirect stores the click and gives its token"_s, [this] { return clickAd(); });
    add(u"the bot greets with its offers"_s, [this] { return pressStart(); });
    add(u"the offer's button leads to a PIX code"_s, [this] { return pressOffer(); });
    add(u"the bank takes the code"_s, [this] { return payPix(); });
    add(u"the delivery is sent"_s, [this] { return isDelivered(); });
    add(u"the delivery page opens"_s, [this] { return openDelivery(); });
    add(u"Purchase is accepted by the pixel"_s, [this] { return isReported(); });
}

void AutoSale::start()
{
    m_deadline = m_demo.runtime().clock().now() + patience.count();
    tick();
}

void AutoSale::tick()
{
    auto &clock = m_demo.runtime().clock();
    if (!m_steps.isEmpty() && m_steps.first().second()) {
        m_steps.removeFirst();
        m_deadline = clock.now() + patience.count();
        m_asking = false;
    }
    if (m_steps.isEmpty())
        Q_EMIT finished({});
    else if (clock.now() > m_deadline)
        Q_EMIT finished(u"This did not happen within 20 s: "_s + m_steps.first().first);
    else
        clock.after(between, this, [this] { tick(); });
}

sandbox::SandboxBot &AutoSale::bot()
{
    return *m_demo.world().telegram().bot(QLatin1StringView(DemoInstallation::BotUsername));
}

QUrl AutoSale::local(const QString &path) const
{
    auto url = m_demo.runtime().options().localUrl;
    url.setPath(path);
    return url;
}

bool AutoSale::clickAd()
{
    if (!std::exchange(m_asking, true)) {
        m_browser.open(m_seen.adLink, this, [this](const HttpAnswer &answer) {
            static const QRegularExpression start(u"[?&]start=([0-9a-f]{32})"_s);
            m_seen.token = start.match(QString::fromUtf8(answer.body)).captured(1);
            m_seen.pageView = DemoBrowser::eventsIn(answer.body);
            m_asking = !m_seen.token.isEmpty();
            report(m_seen.pageView, m_seen.adLink);
        });
    }
    return !m_seen.token.isEmpty();
}

bool AutoSale::pressStart()
{
    auto &telegram = m_demo.world().telegram();
    if (!std::exchange(m_asking, true)) {
        const sandbox::SandboxPerson person{m_seen.person, u"Ana"_s, u"ana"_s, u"pt-br"_s};
        telegram.people().openLink(bot(), m_seen.token, person);
        telegram.people().pressStart(bot(), m_seen.person);
    }
    return !buttonValue(u"callback_data"_s).isEmpty();
}

// The newest button of a kind that the bot has sent to the person.
QString AutoSale::buttonValue(const QString &kind)
{
    auto lines = m_demo.world().telegram().messages(bot().id, m_seen.person);
    std::reverse(lines.begin(), lines.end());
    for (const sandbox::ChatLine &line : std::as_const(lines)) {
        const auto rows = line.message[u"reply_markup"_s][u"inline_keyboard"_s].toArray();
        for (const auto &row : rows) {
            for (const auto &button : row.toArray()) {
                if (auto value = valueOf(button.toObject(), kind); !value.isEmpty())
                    return value;
            }
        }
    }
    return {};
}

bool AutoSale::pressOffer()
{
    if (!std::exchange(m_asking, true)) {
        const auto lines = m_demo.world().telegram().messages(bot().id, m_seen.person);
        const auto pressed =
            m_demo.world().telegram().people().pressButton(bot(), m_seen.person, lines.last().id, 0, 0);
        m_asking = pressed.has_value();
    }
    return !buttonValue(u"copy_text"_s).isEmpty();
}

bool AutoSale::payPix()
{
    const auto code = buttonValue(u"copy_text"_s);
    for (const sandbox::BankCharge &charge : m_demo.bank().charges()) {
        if (charge.pixCode == code)
            m_seen.reference = charge.reference;
    }
    const auto answer = m_demo.bank().handle("POST", u"/sandbox/pay"_s, {}, {}, code.toUtf8());
    return answer.status == 200;
}

bool AutoSale::isDelivered()
{
    const QUrl link(buttonValue(u"url"_s));
    if (link.path().startsWith(u"/delivery/"_s))
        m_seen.deliveryLink = link;
    return !m_seen.deliveryLink.isEmpty();
}

bool AutoSale::openDelivery()
{
    if (!std::exchange(m_asking, true)) {
        m_browser.open(m_seen.deliveryLink, this, [this](const HttpAnswer &answer) {
            m_seen.deliveryStatus = answer.status;
            readDelivery();
        });
    }
    return m_seen.deliveryPageStatus != 0;
}

// Where the link's answer sends the browser, and once more: people reload.
void AutoSale::readDelivery()
{
    const auto page = local(u"/delivery"_s);
    m_browser.open(page, this, [this, page](const HttpAnswer &first) {
        m_seen.purchase = DemoBrowser::eventsIn(first.body);
        report(m_seen.purchase, page);
        m_browser.open(page, this, [this, page](const HttpAnswer &second) {
            m_seen.again = DemoBrowser::eventsIn(second.body);
            report(m_seen.again, page);
            m_seen.deliveryPageStatus = second.status;
        });
    });
}

void AutoSale::report(const QList<QJsonObject> &events, const QUrl &page)
{
    const auto meta = SandboxWorld::metaApi(m_demo.runtime().options().localUrl);
    for (const QJsonObject &event : events)
        m_browser.report(meta, QLatin1StringView(DemoInstallation::PixelId), event, page, this);
}

// By the server and by the delivery page.
bool AutoSale::isReported()
{
    const auto &meta = m_demo.world().meta();
    const auto &sent = meta.serverEvents();
    const auto &reported = meta.browserEvents();
    const auto isSale = [this](const sandbox::MetaEvent &event) {
        return event.name == u"Purchase" && event.json[u"custom_data"_s][u"order_id"_s].toString() == m_seen.reference;
    };
    const auto ofPage = [this](const sandbox::MetaEvent &event) {
        return event.name == u"Purchase" && event.eventId == m_seen.purchase.value(0)[u"id"_s].toString();
    };
    return std::any_of(sent.begin(), sent.end(), isSale) &&
           (m_seen.purchase.isEmpty() || std::any_of(reported.begin(), reported.end(), ofPage));
}

} // namespace rastro::server
