// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/buyer.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr char browser[] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";

QString valueOf(const QJsonObject &button, const QString &kind)
{
    const auto value = button[kind];
    return value.isObject() ? value[u"text"_s].toString() : value.toString();
}

} // namespace

Buyer::Buyer(OutsideWorld &world, const QUrl &server, qint64 telegramId)
    : m_world(world)
    , m_server(server)
    , m_person(telegramId)
{
}

QString Buyer::fbclid() const
{
    return u"CrashTestClick%1"_s.arg(m_person);
}

QString Buyer::waitsFor() const
{
    static const QStringList texts{u"the redirect"_s, u"the greeting"_s,        u"the PIX code"_s,    u"the bank"_s,
                                   u"the delivery"_s, u"the delivery's page"_s, u"Meta's Purchase"_s, u"nothing"_s};
    return u"person %1 waits for %2"_s.arg(m_person).arg(texts[static_cast<int>(m_step)]);
}

void Buyer::tick()
{
    switch (m_step) {
    case Step::Click:
        return click();
    case Step::Greeting:
        return pressOffer();
    case Step::Pix:
        if (!buttons(u"copy_text"_s).isEmpty())
            m_step = Step::Pay;
        return;
    case Step::Pay:
        return pay();
    case Step::Delivery:
        if (!buttons(u"url"_s).isEmpty())
            m_step = Step::Page;
        return;
    case Step::Page:
        return openDelivery();
    case Step::Report:
        for (const sandbox::MetaEvent &event : m_world.meta().serverEvents()) {
            if (event.name == u"Purchase" && event.json[u"custom_data"_s][u"order_id"_s] == m_reference)
                m_step = Step::Done;
        }
        return;
    case Step::Done:
        return;
    }
}

void Buyer::click()
{
    auto ad = local(u"/go/ad"_s);
    ad.setQuery(u"utm_source=FB&utm_campaign=crash&fbclid="_s + fbclid());
    get(ad, {}, [this](const HttpAnswer &answer) {
        const QUrlQuery link(QUrl(QString::fromLatin1(answer.header("location"))).query());
        const auto token = link.queryItemValue(u"start"_s);
        if (token.isEmpty())
            return; // The page did not come: she reloads.
        m_tokens.append(token);
        pressStart();
    });
}

void Buyer::pressStart()
{
    auto &people = m_world.telegram().people();
    people.openLink(m_world.bot(), m_tokens.last(), {m_person, u"Ana"_s, u"ana%1"_s.arg(m_person), u"pt-br"_s});
    people.pressStart(m_world.bot(), m_person);
    m_step = Step::Greeting;
}

void Buyer::pressOffer()
{
    for (const sandbox::ChatLine &line : m_world.telegram().messages(m_world.bot().id, m_person)) {
        const auto isOffer =
            line.message[u"reply_markup"_s][u"inline_keyboard"_s][0][0].toObject().contains(u"callback_data"_s);
        if (line.fromBot && isOffer &&
            m_world.telegram().people().pressButton(m_world.bot(), m_person, line.id, 0, 0)) {
            m_step = Step::Pix;
            return;
        }
    }
}

void Buyer::pay()
{
    const auto code = buttons(u"copy_text"_s).constFirst();
    if (m_world.bank().handle("POST", u"/sandbox/pay"_s, {}, {}, code.toUtf8()).status != 200)
        return;
    for (const sandbox::BankCharge &charge : m_world.bank().charges()) {
        if (charge.pixCode == code)
            m_reference = charge.reference;
    }
    m_step = Step::Delivery;
}

// The link's answer is a cookie and a clean address; then the page itself.
void Buyer::openDelivery()
{
    get(QUrl(buttons(u"url"_s).constFirst()), {}, [this](const HttpAnswer &redeemed) {
        const auto cookie = redeemed.header("set-cookie");
        if (redeemed.status != 303)
            return;
        m_isLoading = false;
        get(local(u"/delivery"_s), cookie.left(cookie.indexOf(';')), [this](const HttpAnswer &page) {
            if (page.status == 200 && page.body.contains("https://example.com"))
                m_step = Step::Report;
        });
    });
}

void Buyer::get(const QUrl &url, const QByteArray &cookie, std::function<void(const HttpAnswer &)> then)
{
    if (std::exchange(m_isLoading, true))
        return;
    HttpRequest request;
    request.url = url;
    request.headers = {{"User-Agent", browser}};
    if (!cookie.isEmpty())
        request.headers.append({"Cookie", cookie});
    m_world.http().send(request, &m_context, [this, then = std::move(then)](const Result<HttpAnswer> &answer) {
        m_isLoading = false;
        then(answer.value_or(HttpAnswer{}));
    });
}

QUrl Buyer::local(const QString &path) const
{
    auto url = m_server;
    url.setPath(path);
    return url;
}

QStringList Buyer::buttons(const QString &kind) const
{
    QStringList values;
    for (const sandbox::ChatLine &line : m_world.telegram().messages(m_world.bot().id, m_person)) {
        const auto rows = line.message[u"reply_markup"_s][u"inline_keyboard"_s].toArray();
        for (const auto &row : rows) {
            for (const auto &button : row.toArray()) {
                if (const auto value = valueOf(button.toObject(), kind); !value.isEmpty())
                    values.append(value);
            }
        }
    }
    return values;
}

} // namespace rastro::test
