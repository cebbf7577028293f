// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/autosale.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr std::chrono::milliseconds between = 20ms;
constexpr std::chrono::microseconds patience = 20s;

HttpRequest asBrowser(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    request.headers = {{"User-Agent", "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
                                      "Chrome/126.0.0.0 Mobile Safari/537.36"},
                       {"Accept-Language", "pt-BR,pt;q=0.9"},
                       {"Cookie", "_fbp=fb.1.1700000000123.1073741823"}};
    return request;
}

} // namespace

AutoSale::AutoSale(DemoInstallation &demo, qint64 personId, bool throughAd, QObject *parent)
    : QObject(parent)
    , m_demo(demo)
    , m_person(personId)
    , m_throughAd(throughAd)
{
    if (throughAd)
        m_steps.append({u"the redirect stores the click and gives its token"_s, [this] {
                            clickAd();
                            return !m_token.isEmpty();
                        }});
    m_steps.append({u"the bot greets with its offers"_s, [this] { return pressStart(); }});
    m_steps.append({u"the offer's button leads to a PIX code"_s, [this] { return pressOffer(); }});
    m_steps.append({u"the bank takes the code"_s, [this] { return payPix(); }});
    m_steps.append({u"the delivery is sent"_s, [this] { return isDelivered(); }});
    m_steps.append({u"Purchase is accepted by the pixel"_s, [this] { return isReported(); }});
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

void AutoSale::clickAd()
{
    if (std::exchange(m_asking, true))
        return;
    m_demo.runtime().http().send(asBrowser(m_demo.adLink()), this, [this](const Result<HttpAnswer> &answer) {
        static const QRegularExpression start(u"[?&]start=([0-9a-f]{32})"_s);
        const auto body = answer ? QString::fromUtf8(answer->body) : QString();
        m_token = start.match(body).captured(1);
        m_asking = m_token.isEmpty() && answer && answer->status == 200;
    });
}

bool AutoSale::pressStart()
{
    auto &telegram = m_demo.world().telegram();
    if (!std::exchange(m_asking, true)) {
        const sandbox::SandboxPerson person{m_person, u"Ana"_s, u"ana"_s, u"pt-br"_s};
        telegram.people().openLink(bot(), m_token, person);
        telegram.people().pressStart(bot(), m_person);
    }
    return !buttonValue(u"callback_data"_s).isEmpty();
}

// The newest button of a kind that the bot has sent to the person.
QString AutoSale::buttonValue(const QString &kind)
{
    const auto lines = m_demo.world().telegram().messages(bot().id, m_person);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        const auto rows = line->message[u"reply_markup"_s][u"inline_keyboard"_s].toArray();
        for (const auto &row : rows) {
            for (const auto &button : row.toArray()) {
                const auto value = button[kind];
                const auto text = kind == u"copy_text" ? value[u"text"_s].toString() : value.toString();
                if (!text.isEmpty())
                    return text;
            }
        }
    }
    return {};
}

bool AutoSale::pressOffer()
{
    if (!std::exchange(m_asking, true)) {
        const auto lines = m_demo.world().telegram().messages(bot().id, m_person);
        const auto pressed = m_demo.world().telegram().people().pressButton(bot(), m_person, lines.last().id, 0, 0);
        m_asking = pressed.has_value();
    }
    return !buttonValue(u"copy_text"_s).isEmpty();
}

bool AutoSale::payPix()
{
    const auto code = buttonValue(u"copy_text"_s);
    for (const sandbox::BankCharge &charge : m_demo.bank().charges()) {
        if (charge.pixCode == code)
            m_reference = charge.reference;
    }
    const auto answer = m_demo.bank().handle("POST", u"/sandbox/pay"_s, {}, {}, code.toUtf8());
    return answer.status == 200;
}

bool AutoSale::isDelivered()
{
    const auto lines = m_demo.world().telegram().messages(bot().id, m_person);
    return std::any_of(lines.begin(), lines.end(), [](const sandbox::ChatLine &line) {
        return QString::fromUtf8(QJsonDocument(line.message).toJson()).contains(u"/delivery/"_s);
    });
}

bool AutoSale::isReported()
{
    const auto &events = m_demo.world().meta().serverEvents();
    return std::any_of(events.begin(), events.end(), [this](const sandbox::MetaEvent &event) {
        return event.name == u"Purchase" && event.json[u"custom_data"_s][u"order_id"_s].toString() == m_reference;
    });
}

} // namespace rastro::server
