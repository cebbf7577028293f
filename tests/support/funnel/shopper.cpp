// SPDX-License-Identifier: GPL-3.0-or-later
#include "funnel/shopper.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::test {

bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds atMost)
{
    return QTest::qWaitFor(condition, static_cast<int>(atMost.count()));
}

Shopper::Shopper(server::DemoInstallation &demo, qint64 telegramId, QString botUsername)
    : m_demo(demo)
    , m_person(telegramId)
    , m_bot(botUsername.isEmpty() ? QString::fromLatin1(server::DemoInstallation::BotUsername) : botUsername)
{
}

sandbox::SandboxBot &Shopper::bot()
{
    return *m_demo.world().telegram().bot(m_bot);
}

qint64 Shopper::botRow()
{
    const auto shop = m_demo.runtime().shop().get();
    for (const core::Bot &row : shop->bots) {
        if (row.username == m_bot)
            return row.id;
    }
    return 0;
}

QList<sandbox::ChatLine> Shopper::lines()
{
    return m_demo.world().telegram().messages(bot().id, m_person);
}

QString Shopper::click(const QByteArray &query, const QByteArray &slug)
{
    static const QRegularExpression start(u"[?&]start=([0-9a-f]{32})"_s);
    auto url = m_demo.runtime().options().localUrl;
    url.setPath(u"/go/"_s + QString::fromUtf8(slug));
    url.setQuery(QString::fromUtf8(query), QUrl::StrictMode);
    HttpRequest request;
    request.url = url;
    request.headers = {
        {"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"}};
    if (!cookies.isEmpty())
        request.headers.append({"Cookie", cookies});
    std::optional<HttpAnswer> answer;
    QObject context;
    m_demo.runtime().http().send(request, &context,
                                 [&](const Result<HttpAnswer> &received) { answer = received.value_or(HttpAnswer{}); });
    if (!waitUntil([&] { return answer.has_value(); }))
        return {};
    for (const auto &[name, value] : answer->headers) {
        if (name == "set-cookie")
            cookies += (cookies.isEmpty() ? "" : "; ") + value.left(value.indexOf(';'));
    }
    return start.match(QString::fromUtf8(answer->body + answer->header("location"))).captured(1);
}

bool Shopper::start(const QString &parameter)
{
    const auto before = touches().size();
    auto &people = m_demo.world().telegram().people();
    people.openLink(bot(), parameter, {m_person, u"Ana"_s, u"ana"_s, u"pt-br"_s});
    people.pressStart(bot(), m_person);
    // Each /start that the tracking plugin has answered is a touch, organic ones too.
    return waitUntil([&] { return touches().size() > before; });
}

QString Shopper::newestCode()
{
    const auto all = lines();
    for (auto line = all.rbegin(); line != all.rend(); ++line) {
        for (const auto &keys : line->message[u"reply_markup"_s][u"inline_keyboard"_s].toArray()) {
            for (const auto &button : keys.toArray()) {
                const auto code = button[u"copy_text"_s][u"text"_s].toString();
                if (!code.isEmpty())
                    return code;
            }
        }
    }
    return {};
}

QString Shopper::buy(int offer)
{
    const auto before = newestCode();
    const auto hasOffers = [](const sandbox::ChatLine &line) {
        const auto keys = line.message[u"reply_markup"_s][u"inline_keyboard"_s].toArray();
        return line.fromBot && !keys.isEmpty() && keys[0][0].toObject().contains(u"callback_data"_s) &&
               !line.message.contains(u"photo"_s);
    };
    qint64 greeting = 0;
    waitUntil([&] {
        for (const sandbox::ChatLine &line : lines()) {
            if (hasOffers(line))
                greeting = line.id;
        }
        return greeting != 0;
    });
    if (!m_demo.world().telegram().people().pressButton(bot(), m_person, greeting, offer, 0))
        return {};
    waitUntil([&] { return newestCode() != before; });
    return newestCode() == before ? QString() : newestCode();
}

bool Shopper::pay(const QString &code)
{
    return m_demo.bank().handle("POST", u"/sandbox/pay"_s, {}, {}, code.toUtf8()).status == 200;
}

std::optional<core::PaymentRow> Shopper::purchase(int offer)
{
    const auto code = buy(offer);
    if (code.isEmpty() || !pay(code))
        return std::nullopt;
    std::optional<core::PaymentRow> paid;
    waitUntil([&] {
        for (const core::PaymentRow &row : payments()) {
            if (row.pixCode == code && row.payment.status == PaymentStatus::Paid)
                paid = row;
        }
        return paid.has_value();
    });
    return paid;
}

std::optional<core::BotUser> Shopper::user()
{
    return read<std::optional<core::BotUser>>(
        [id = botRow(), person = m_person](core::UnitOfWork &uow) { return uow.users().find(id, person); });
}

QList<core::PaymentRow> Shopper::payments()
{
    return read<QList<core::PaymentRow>>(
        [id = botRow(), person = m_person](core::UnitOfWork &uow) { return uow.payments().byUser(id, person); });
}

QList<core::Touch> Shopper::touches()
{
    return read<QList<core::Touch>>(
        [id = botRow(), person = m_person](core::UnitOfWork &uow) { return uow.users().touches(id, person); });
}

QList<sandbox::MetaEvent> Shopper::eventsOf(const core::PaymentRow &payment, const QString &name)
{
    QList<sandbox::MetaEvent> found;
    for (const sandbox::MetaEvent &event : m_demo.world().meta().serverEvents()) {
        if (event.name == name && event.json[u"custom_data"_s][u"order_id"_s].toString() == payment.payment.reference)
            found.append(event);
    }
    return found;
}

} // namespace rastro::test
