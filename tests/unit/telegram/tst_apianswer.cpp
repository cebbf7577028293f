// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/api/verdict.h"

#include "quotes.h"

#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::telegram;
using rastro::HttpAnswer;
using rastro::Result;

/// What the Bot API's answers mean, whatever comes back instead of them, and what is to be done.
class ApiAnswerTest : public QObject
{
    Q_OBJECT

private:
    static ApiResult read(int status, const QByteArray &body, QList<std::pair<QByteArray, QByteArray>> headers = {})
    {
        return readAnswer(Result<HttpAnswer>(HttpAnswer{status, std::move(headers), body}));
    }

    static ApiError telegramError(int code, const QString &description)
    {
        ApiError error;
        error.code = code;
        error.description = description;
        error.outcomeUnknown = code >= 500;
        return error;
    }

private Q_SLOTS:
    void givesTheResult()
    {
        QCOMPARE(*read(200, quotes("{'ok':true,'result':{'id':4503599627370495}}")),
                 QJsonValue(QJsonObject{{u"id"_s, qint64(4503599627370495)}}));
        QCOMPARE(*read(200, quotes("{'ok':true,'result':true,'description':'Webhook is already set'}")),
                 QJsonValue(true));
    }

    void readsTheErrorEnvelope()
    {
        const auto flood =
            read(429, quotes("{'ok':false,'error_code':429,'description':'Too Many Requests: retry after 7',"
                             "'parameters':{'retry_after':7}}"));
        QVERIFY(!flood);
        QCOMPARE(flood.error().origin, ApiError::Origin::Telegram);
        QCOMPARE(flood.error().code, 429);
        QCOMPARE(flood.error().retryAfter, 7s);
        QVERIFY(!flood.error().outcomeUnknown);
        const auto moved =
            read(400, quotes("{'ok':false,'error_code':400,'description':'Bad Request: group chat was upgraded',"
                             "'parameters':{'migrate_to_chat_id':-1001234567890}}"));
        QCOMPARE(moved.error().migrateToChatId, -1001234567890);
    }

    void takesRetryAfterFromTheHeaderToo()
    {
        QCOMPARE(read(429, quotes("{'ok':false,'error_code':429,'description':'x'}"), {{"retry-after", "9"}})
                     .error()
                     .retryAfter,
                 9s);
        QCOMPARE(read(429, "<html>slow down</html>", {{"retry-after", "4"}}).error().retryAfter, 4s);
        QCOMPARE(read(429, "<html>", {{"retry-after", "Wed, 21 Oct"}}).error().retryAfter, 0s);
    }

    void survivesWhateverIsNotAnEnvelope_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("unknown");
        QTest::newRow("proxy page") << 502 << QByteArray("<html>502 Bad Gateway</html>") << true;
        QTest::newRow("empty") << 200 << QByteArray() << true;
        QTest::newRow("cut off") << 200 << QByteArray(quotes("{'ok':true,'result':{'message_id':1")) << true;
        QTest::newRow("other JSON") << 404 << QByteArray(quotes("{'message':'no Route matched'}")) << false;
        QTest::newRow("ok is text") << 200 << QByteArray(quotes("{'ok':'true','result':1}")) << true;
        QTest::newRow("no result") << 200 << QByteArray(quotes("{'ok':true}")) << true;
        QTest::newRow("array") << 200 << QByteArray("[1,2]") << true;
        QTest::newRow("binary") << 200 << QByteArray("\x00\xff\xfe", 3) << true;
        QTest::newRow("captive portal") << 302 << QByteArray() << false;
    }

    void survivesWhateverIsNotAnEnvelope()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(bool, unknown);
        const auto result = read(status, body);
        QVERIFY(!result);
        QCOMPARE(result.error().origin, ApiError::Origin::Garbled);
        QCOMPARE(result.error().code, status);
        QCOMPARE(result.error().outcomeUnknown, unknown);
    }

    void keepsTokensOutOfDescriptions()
    {
        const auto result = read(
            404, quotes("{'ok':false,'error_code':404,'description':'no bot123456:AAHdqTcvCH1vGWJxfSeofSAs here'}"));
        QVERIFY(!result.error().description.contains(u"AAHdq"_s));
        rastro::Error transport;
        transport.message = u"/bot123456:AAHdqTcvCH1vGWJxfSeofSAs/getMe broke"_s;
        QVERIFY(!readAnswer(tl::unexpected(transport)).error().description.contains(u"AAHdq"_s));
    }

    void knowsWhatToDo_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("description");
        QTest::addColumn<QString>("remedy");
        const auto row = [](int code, const char *description, const char *remedy) {
            QTest::newRow(description) << code << QString::fromLatin1(description) << QString::fromLatin1(remedy);
        };
        row(429, "Too Many Requests: retry after 5", "pause_chat");
        row(403, "Forbidden: bot was blocked by the user", "unreachable");
        row(403, "Forbidden: user is deactivated", "unreachable");
        row(403, "Forbidden: bot can't initiate conversation with a user", "unreachable");
        row(403, "Forbidden: bot was kicked from the supergroup chat", "unreachable");
        row(403, "Forbidden: bot is not a member of the channel chat", "unreachable");
        row(400, "Bad Request: chat not found", "unreachable");
        row(400, "Bad Request: message is not modified: specified new message content…", "done");
        row(400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "ignore");
        row(400, "Bad Request: message to edit not found", "done");
        row(400, "Bad Request: message can't be deleted for everyone", "done");
        row(400, "Bad Request: can't parse entities: Unsupported start tag \"x\"", "send_plain");
        row(400, "Bad Request: wrong file identifier/HTTP URL specified", "upload_again");
        row(400, "Bad Request: BUTTON_DATA_INVALID", "content_fault");
        row(400, "Bad Request: message is too long", "content_fault");
        row(400, "Bad Request: not enough rights to send text messages to the chat", "rights_lost");
        row(400, "Bad Request: CHAT_ADMIN_REQUIRED", "rights_lost");
        row(400, "Bad Request: user is an administrator of the chat", "rights_lost");
        row(400, "Bad Request: something quite new", "give_up");
        row(401, "Unauthorized", "revoked");
        row(404, "Not Found", "wrong_address");
        row(409, "Conflict: terminated by other getUpdates request", "conflict");
        row(413, "Request Entity Too Large", "give_up");
        row(421, "Misdirected Request", "retry_later");
        row(500, "Internal Server Error: restart", "unknown_outcome");
        row(502, "Bad Gateway", "unknown_outcome");
    }

    void knowsWhatToDo()
    {
        QFETCH(int, code);
        QFETCH(QString, description);
        QFETCH(QString, remedy);
        QCOMPARE(remedyName(classify(telegramError(code, description), CallTarget::Chat).remedy), remedy);
    }

    void aFloodPausesWhatItIsAbout()
    {
        ApiError flood = telegramError(429, u"Too Many Requests: retry after 5"_s);
        flood.retryAfter = 5s;
        QCOMPARE(classify(flood, CallTarget::Chat).remedy, Remedy::PauseChat);
        QCOMPARE(classify(flood, CallTarget::Bot).remedy, Remedy::PauseBot);
        QCOMPARE(classify(flood, CallTarget::Bot).wait, 5s);
        flood.retryAfter = 0s;
        QCOMPARE(classify(flood, CallTarget::Chat).wait, 1s);
    }

    void aMovedGroupTellsItsNewId()
    {
        ApiError moved = telegramError(400, u"Bad Request: group chat was upgraded to a supergroup chat"_s);
        moved.migrateToChatId = -100;
        const Verdict verdict = classify(moved, CallTarget::Chat);
        QCOMPARE(verdict.remedy, Remedy::Migrate);
        QCOMPARE(verdict.newChatId, -100);
    }

    void aBrokenExchangeIsUnknownOnlyIfItWasSent()
    {
        ApiError error;
        error.origin = ApiError::Origin::Transport;
        QCOMPARE(classify(error, CallTarget::Chat).remedy, Remedy::RetryLater);
        error.outcomeUnknown = true;
        QCOMPARE(classify(error, CallTarget::Chat).remedy, Remedy::UnknownOutcome);
    }

    void aProxysRefusalSaysNothingAboutTheToken()
    {
        for (const int status : {401, 403, 404}) {
            const auto result = read(status, "<html>denied by the office firewall</html>");
            QCOMPARE(classify(result.error(), CallTarget::Chat).remedy, Remedy::RetryLater);
        }
    }
};

QTEST_GUILESS_MAIN(ApiAnswerTest)
#include "tst_apianswer.moc"
