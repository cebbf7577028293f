// SPDX-License-Identifier: GPL-3.0-or-later
#include "startdata.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::tracking::parseStartData;

namespace {

const QString token = u"0123456789abcdef0123456789abcdef"_s;
const QString fbclid = u"IwAR2xyzABCDEFGHIJKLMNOPQRSTUVWXYZ_aem-123"_s;

// Written with ' for ", to be readable in C++.
QString packed(QByteArray json)
{
    json.replace('\'', '"');
    return u't' + QString::fromLatin1(json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace

class StartDataTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTokensAndFbclids_data()
    {
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("expectedToken");
        QTest::addColumn<QString>("expectedFbclid");
        const QString none;
        QTest::newRow("empty") << none << none << none;
        QTest::newRow("token") << token << token << none;
        QTest::newRow("origin's token and pixel") << token + u"__px_123456789012345"_s << token << none;
        QTest::newRow("pixel suffix without digits") << token + u"__px_"_s << none << none;
        QTest::newRow("pixel suffix of letters") << token + u"__px_None"_s << none << none;
        QTest::newRow("origin's bug") << u"None__px_None"_s << none << none;
        QTest::newRow("token in capitals") << token.toUpper() << none << none;
        QTest::newRow("token too short") << token.chopped(1) << none << none;
        QTest::newRow("token too long") << token + u'0' << none << none;
        QTest::newRow("invented token") << u"tracking_0123456789abcdef0123456789"_s << none << none;
        QTest::newRow("packed token") << packed("{'tt':'0123456789abcdef0123456789abcdef','p':7}") << token << none;
        QTest::newRow("packed long name")
            << packed("{'tracking_token':'0123456789abcdef0123456789abcdef'}") << token << none;
        QTest::newRow("packed fbclid") << packed("{'fbclid':'" + fbclid.toLatin1() + "'}") << none << fbclid;
        QTest::newRow("packed f") << packed("{'f':'" + fbclid.toLatin1() + "'}") << none << fbclid;
        QTest::newRow("packed short hash") << packed("{'f':'a1b2c3d4'}") << none << none;
        QTest::newRow("packed both") << packed("{'token':'0123456789abcdef0123456789abcdef','fbclid':'" +
                                               fbclid.toLatin1() + "'}")
                                     << token << fbclid;
        QTest::newRow("packed invented token") << packed("{'tt':'tracking_0123456789abcdef'}") << none << none;
        QTest::newRow("packed number") << packed("{'tt':7,'fbclid':[]}") << none << none;
        QTest::newRow("packed list") << packed("[1]") << none << none;
        QTest::newRow("bare fbclid") << fbclid << none << fbclid;
        QTest::newRow("fbclid that begins with t") << u"tZ"_s + fbclid << none << u"tZ"_s + fbclid;
        QTest::newRow("short word") << u"promo2024"_s << none << none;
        QTest::newRow("nineteen characters") << u"IwAR123456789012345"_s << none << none;
        QTest::newRow("twenty characters") << u"IwAR1234567890123456"_s << none << u"IwAR1234567890123456"_s;
        QTest::newRow("fbclid with a space") << u"IwAR1234567890123456 x"_s << none << none;
        QTest::newRow("pool link") << u"pool_7_abc"_s << none << none;
        QTest::newRow("huge") << QString(1'000'000, u'A') << none << none;
        QTest::newRow("longer than any fbclid") << QString(513, u'A') + u'z' << none << none;
        QTest::newRow("not ASCII") << QString(32, QChar(0x0661)) << none << none;
        QTest::newRow("full-width digits") << QString(40, QChar(0xFF11)) << none << none;
    }
    void readsTokensAndFbclids()
    {
        QFETCH(QString, parameter);
        const auto data = parseStartData(parameter);
        QTEST(data.token ? data.token->toString() : QString(), "expectedToken");
        QTEST(data.fbclid, "expectedFbclid");
    }
};

QTEST_GUILESS_MAIN(StartDataTest)
#include "tst_startdata.moc"
