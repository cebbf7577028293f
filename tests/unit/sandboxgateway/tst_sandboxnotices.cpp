// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateways/sandbox/noticereader.h"

#include <QtCore/QMessageAuthenticationCode>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::gateway;

namespace {

const auto body = R"({"id":"evt_1","event":"charge.paid","charge":{"id":"abc","reference":"ref1","status":"paid"}})"_ba;
// printf '%s' "1700000000.$body" | openssl dgst -sha256 -hmac secret
const auto digest = "22d9e063649b5a7a2cf16a26b8fd5cebb90ae430845ebe960a750db73fd2a780"_ba;

Notice noticeWith(const QByteArray &signature, const QByteArray &content = body)
{
    return {content, {{"content-type", "application/json"}, {"sandbox-signature", signature}}, {}};
}

QByteArray broken(QByteArray hex, qsizetype at)
{
    hex[at] = hex[at] == '0' ? '1' : '0';
    return hex;
}

QByteArray signedWithSecret(const QByteArray &content)
{
    return "t=1," +
           ("v1=" + QMessageAuthenticationCode::hash("1." + content, "secret", QCryptographicHash::Sha256).toHex());
}

} // namespace

class TestSandboxNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAGenuineNotice_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("plain") << "t=1700000000,v1=" + digest;
        QTest::newRow("spaces") << " t=1700000000 , v1=" + digest + ' ';
        QTest::newRow("other order") << "v1=" + digest + ",t=1700000000";
        QTest::newRow("two secrets") << "t=1700000000,v1=" + broken(digest, 5) + ",v1=" + digest;
        QTest::newRow("unknown part") << "t=1700000000,v0=x,v1=" + digest;
    }
    void readsAGenuineNotice()
    {
        QFETCH(QByteArray, signature);
        const auto hint = readNotice(noticeWith(signature), "secret");
        QVERIFY2(hint, qPrintable(hint ? QString() : hint.error().message));
        QCOMPARE(hint->eventId, u"evt_1"_s);
        QCOMPARE(hint->charges.size(), 1);
        QCOMPARE(hint->charges[0].gatewayId, u"abc"_s);
        QCOMPARE(hint->charges[0].reference, u"ref1"_s);
    }

    void refusesANoticeThatIsNotSigned_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no time") << "v1=" + digest;
        QTest::newRow("no digest") << QByteArray("t=1700000000");
        QTest::newRow("another scheme") << "sha256=" + digest;
    }
    void refusesANoticeThatIsNotSigned()
    {
        QFETCH(QByteArray, signature);
        QCOMPARE(readNotice(noticeWith(signature), "secret").error().code, u"notice.unsigned"_s);
        QCOMPARE(readNotice({body, {}, {}}, "secret").error().code, u"notice.unsigned"_s);
    }

    void refusesAForgedNotice_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("secret");
        const auto good = "t=1700000000,v1=" + digest;
        QTest::newRow("another secret") << good << body << QByteArray("Secret");
        QTest::newRow("another time") << "t=1700000001,v1=" + digest << body << QByteArray("secret");
        QTest::newRow("body changed") << good << QByteArray(body).replace("ref1", "ref2") << QByteArray("secret");
        QTest::newRow("body with a space more") << good << body + ' ' << QByteArray("secret");
        QTest::newRow("first digit") << "t=1700000000,v1=" + broken(digest, 0) << body << QByteArray("secret");
        QTest::newRow("last digit") << "t=1700000000,v1=" + broken(digest, 63) << body << QByteArray("secret");
        QTest::newRow("digest cut off") << good.chopped(1) << body << QByteArray("secret");
        QTest::newRow("digest too long") << good + '0' << body << QByteArray("secret");
        QTest::newRow("empty digest") << QByteArray("t=1700000000,v1=") << body << QByteArray("secret");
    }
    void refusesAForgedNotice()
    {
        QFETCH(QByteArray, signature);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, secret);
        const auto hint = readNotice(noticeWith(signature, content), secret);
        QVERIFY(!hint);
        QCOMPARE(hint.error().code, u"notice.forged"_s);
        QCOMPARE(hint.error().kind, ErrorClass::GiveUp);
        QVERIFY(!hint.error().message.contains(QString::fromLatin1(digest)));
    }

    void refusesAGenuineNoticeThatSaysNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("cut off") << body.chopped(1);
        QTest::newRow("an array") << "[" + body + "]";
        QTest::newRow("no event") << QByteArray(R"({"id":"evt_1","charge":{"id":"abc"}})");
        QTest::newRow("an empty charge") << QByteArray(R"({"event":"charge.paid","charge":{}})");
        QTest::newRow("a charge that is no object") << QByteArray(R"({"event":"charge.paid","charge":"abc"})");
        QTest::newRow("no UTF-8") << QByteArray("{\"event\":\"\xff\"}");
        QTest::newRow("deep") << QByteArray(5000, '[');
    }
    void refusesAGenuineNoticeThatSaysNothing()
    {
        QFETCH(QByteArray, content);
        const auto hint = readNotice(noticeWith(signedWithSecret(content), content), "secret");
        QVERIFY(!hint);
        QCOMPARE(hint.error().code, u"notice.malformed"_s);
    }

    void acceptsANoticeAboutNoCharge()
    {
        const auto content = R"({"event":"test"})"_ba;
        const auto hint = readNotice(noticeWith(signedWithSecret(content), content), "secret");
        QVERIFY(hint);
        QVERIFY(hint->charges.isEmpty());
        QVERIFY(hint->eventId.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestSandboxNotices)
#include "tst_sandboxnotices.moc"
