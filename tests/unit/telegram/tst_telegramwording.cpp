// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/apischema.h"
#include "sandboxroom.h"
#include "telegram/wording/keyboard.h"
#include "telegram/wording/telegramwording.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::telegram;
using rastro::core::Bot;
using rastro::core::BotUser;
using rastro::core::MessageRow;
using rastro::core::PaymentRow;
using rastro::sandbox::ApiSchema;

/// What the bots say: right by the Bot API's schema, taken by the sandbox, and fit for a person to read.
class TelegramWordingTest : public QObject
{
    Q_OBJECT

private:
    using Buttons = QList<rastro::core::Wording::OfferButton>;

    const TelegramWording m_wording;
    std::unique_ptr<SandboxRoom> m_room;

    static BotUser user(const QString &language = u"pt-br"_s, const QString &name = u"Ana"_s)
    {
        BotUser user;
        user.telegramUserId = 7;
        user.firstName = name;
        user.languageCode = language;
        return user;
    }

    static Buttons offers(int count, const QString &title = u"VIP <1>"_s)
    {
        Buttons buttons;
        for (int i = 0; i < count; ++i) {
            rastro::core::Offer offer;
            offer.title = title;
            offer.price = {1997, u"BRL"_s};
            buttons.append({u"b%1"_s.arg(i), offer});
        }
        return buttons;
    }

    static PaymentRow payment(const QString &code = QString(180, u'0'), const QString &title = u"VIP & <more>"_s)
    {
        PaymentRow row;
        row.payment.productTitle = title;
        row.payment.amount = {1997, u"BRL"_s};
        row.payment.createdAt = 1'000'000'000;
        row.expiresAt = 1'000'000'000 + qint64(30) * 60 * 1'000'000;
        row.pixCode = code;
        return row;
    }

    static QJsonArray rowsOf(const MessageRow &row)
    {
        return row.payload["reply_markup"_L1]["inline_keyboard"_L1].toArray();
    }

    /// Sends it to the sandbox. Returns what the person sees, or fails with Telegram's complaint.
    QString shown(const MessageRow &row)
    {
        const QSet<QString> files = row.qrText.isEmpty() ? QSet<QString>() : QSet<QString>{u"photo"_s};
        if (const auto flaw = ApiSchema::builtIn().flawOfCall(row.method, row.payload, files))
            return u"not by the schema: "_s + *flaw;
        std::optional<ApiResult> result;
        QObject context;
        const auto then = [&](const ApiResult &r) { result = r; };
        if (row.qrText.isEmpty())
            m_room->api().call(row.method, row.payload, &context, then);
        else
            m_room->api().upload(row.method, row.payload, {"photo", "pix.png", "image/png", png()}, &context, then);
        SandboxRoom::settle();
        if (!result || !*result)
            return u"refused: "_s + (result ? describe(result->error()) : QString());
        const QJsonObject message = (*result)->toObject();
        return message["text"_L1].toString(message["caption"_L1].toString());
    }

    // The head of a PNG of 100 x 100: all that the sandbox looks at.
    static QByteArray png() { return QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x64\0\0\0\x64\x08\0\0\0\0", 29); }

private Q_SLOTS:
    void init()
    {
        m_room = std::make_unique<SandboxRoom>();
        m_room->start();
    }

    void cleanup() { m_room.reset(); }

    void welcomesInTheOperatorsWords()
    {
        Bot bot;
        bot.welcome = u"<b>Olá</b>, {first_name}!"_s;
        const auto row = m_wording.welcome(bot, user(u"pt-br"_s, u"<Ana>"_s), offers(2));
        QCOMPARE(shown(row), u"Olá, <Ana>!"_s);
        QCOMPARE(rowsOf(row).size(), 2);
        QCOMPARE(rowsOf(row)[0][0]["callback_data"_L1].toString(), u"b0"_s);
        QCOMPARE(rowsOf(row)[0][0]["text"_L1].toString(), u"VIP <1> – R$ 19,97"_s);
    }

    void welcomesInItsOwnWordsOtherwise()
    {
        QVERIFY(shown(m_wording.welcome({}, user(), offers(1))).startsWith(u"Olá, Ana!"_s));
        QVERIFY(shown(m_wording.welcome({}, user(u"en"_s), offers(1))).startsWith(u"Hello, Ana!"_s));
        QVERIFY(shown(m_wording.welcome({}, user(u""_s), offers(1))).startsWith(u"Olá"_s));
    }

    void saysSoWhenNothingIsOnSale()
    {
        const auto row = m_wording.welcome({}, user(u"en"_s), {});
        QVERIFY(shown(row).contains(u"nothing on sale"_s));
        QVERIFY(!row.payload.contains("reply_markup"_L1));
    }

    void anOperatorsMistakeStillArrives_data()
    {
        QTest::addColumn<QString>("welcome");
        QTest::newRow("broken HTML") << u"Promo <b>50% < 100%"_s;
        QTest::newRow("far too long") << QString(9000, u'x');
        QTest::newRow("far too long HTML") << u"<b>"_s + QString(9000, u'&') + u"</b>"_s;
        QTest::newRow("only spaces") << u"  \n "_s;
        QTest::newRow("only the name") << u"{first_name}"_s;
    }

    void anOperatorsMistakeStillArrives()
    {
        QFETCH(QString, welcome);
        Bot bot;
        bot.welcome = welcome;
        const QString text = shown(m_wording.welcome(bot, user(), offers(1, QString(300, u'x'))));
        QVERIFY2(!text.startsWith(u"refused"_s) && !text.startsWith(u"not by"_s), qPrintable(text));
        QVERIFY(text.size() <= 4096);
    }

    void showsThePixAsPictureBlockAndButtons()
    {
        const QString code = QString(243, u'0');
        const auto row = m_wording.pix(payment(code), user(), u"check-1"_s);
        QCOMPARE(row.method, u"sendPhoto"_s);
        QCOMPARE(row.qrText, code);
        QVERIFY(row.payload["caption"_L1].toString().contains(u"<code>"_s + code + u"</code>"_s));
        QCOMPARE(rowsOf(row)[0][0]["copy_text"_L1]["text"_L1].toString(), code);
        QCOMPARE(rowsOf(row)[1][0]["text"_L1].toString(), u"✅ Já paguei"_s);
        QCOMPARE(rowsOf(row)[1][0]["callback_data"_L1].toString(), u"check-1"_s);
        const QString text = shown(row);
        QVERIFY2(text.startsWith(u"VIP & <more> – R$ 19,97"_s), qPrintable(text));
        QVERIFY(text.contains(code));
        QVERIFY(text.contains(u"30 minutos"_s));
    }

    void leavesTheCopyButtonOutOfALongCode_data()
    {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("buttons");
        QTest::newRow("at the limit") << 256 << 2;
        QTest::newRow("beyond it") << 257 << 1;
        QTest::newRow("longest BR Code") << 512 << 1;
    }

    void leavesTheCopyButtonOutOfALongCode()
    {
        QFETCH(int, length);
        QFETCH(int, buttons);
        const auto row = m_wording.pix(payment(QString(length, u'0')), user(u"en"_s), u"c"_s);
        QCOMPARE(rowsOf(row).size(), buttons);
        QVERIFY(shown(row).contains(QString(length, u'0')));
    }

    void sendsTextAloneWhenTheCaptionWouldBeTooLong()
    {
        const auto row = m_wording.pix(payment(QString(1100, u'0')), user(), u"c"_s);
        QCOMPARE(row.method, u"sendMessage"_s);
        QVERIFY(row.qrText.isEmpty());
        QVERIFY(shown(row).contains(QString(1100, u'0')));
    }

    void saysNoExpiryWhenTheGatewayNamesNone()
    {
        PaymentRow row = payment();
        row.expiresAt = 0;
        QVERIFY(!shown(m_wording.pix(row, user(), u"c"_s)).contains(u"minutos"_s));
    }

    void deliversWithAButtonAndWithoutAPreview()
    {
        const QUrl page(u"https://shop.example/delivery/0123456789abcdef0123456789abcdef"_s);
        const auto row = m_wording.delivery(payment(), user(u"en"_s), page);
        QVERIFY(shown(row).contains(u"VIP & <more>"_s));
        QCOMPARE(rowsOf(row)[0][0]["url"_L1].toString(), page.toString());
        QCOMPARE(row.payload["link_preview_options"_L1]["is_disabled"_L1].toBool(), true);
    }

    void writesALinkThatCannotBeAButton()
    {
        const QUrl page(u"http://localhost:8080/delivery/x?a=1&b=2"_s);
        const auto row = m_wording.delivery(payment(), user(), page);
        QVERIFY(rowsOf(row).isEmpty());
        QVERIFY(shown(row).contains(page.toString()));
    }

    void everythingElseIsTakenToo()
    {
        for (const QString &language : {u"pt"_s, u"en"_s, u"de"_s}) {
            for (const auto &row :
                 {m_wording.stillWaiting(payment(), user(language)), m_wording.chargeFailed(payment(), user(language)),
                  m_wording.outdated({}, user(language), offers(3)), m_wording.outdated({}, user(language), {})}) {
                const QString text = shown(row);
                QVERIFY2(!text.startsWith(u"refused"_s) && !text.startsWith(u"not by"_s), qPrintable(text));
                QVERIFY(!text.contains(u'%'));
            }
            m_room->pass(std::chrono::seconds(10));
        }
    }

    void stopsTheSpinner()
    {
        const auto silent = m_wording.answerCallback(u"99"_s, user(), true);
        QCOMPARE(silent.method, u"answerCallbackQuery"_s);
        QCOMPARE(silent.payload, (QJsonObject{{u"callback_query_id"_s, u"99"_s}}));
        const auto spoken = m_wording.answerCallback(u"99"_s, user(u"en"_s), false);
        QVERIFY(!ApiSchema::builtIn().flawOfCall(spoken.method, spoken.payload));
        QCOMPARE(spoken.payload["text"_L1].toString(), u"This button is no longer valid."_s);
    }

    void leavesOutButtonsThatTelegramWouldRefuse()
    {
        QJsonObject payload;
        Keyboard()
            .callback(u"a"_s, QString(65, u'x'))
            .callback(u"b"_s, u""_s)
            .callback(u"c"_s, QString(33, u'é'))
            .copy(u"d"_s, u""_s)
            .link(u"e"_s, QUrl(u"http://localhost/"_s))
            .link(u"f"_s, QUrl(u"javascript:alert(1)"_s))
            .addTo(payload);
        QVERIFY(payload.isEmpty());
        Keyboard().callback(u"ok"_s, QString(32, u'é')).addTo(payload);
        QVERIFY(!payload.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TelegramWordingTest)
#include "tst_telegramwording.moc"
