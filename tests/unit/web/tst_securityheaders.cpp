// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/link.h"
#include "web/securityheaders.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::web;
using namespace Qt::StringLiterals;

class TestSecurityHeaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePolicyStartsFromNothing();
    void thePolicyNamesWhatThePageUses();
    void hashesAreThoseOfTheStandard();
    void onlyOriginsAreSources_data();
    void onlyOriginsAreSources();
    void onlyAbsoluteLinksAreLinks_data();
    void onlyAbsoluteLinksAreLinks();
};

void TestSecurityHeaders::thePolicyStartsFromNothing()
{
    QCOMPARE(contentSecurityPolicy({}),
             "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

void TestSecurityHeaders::thePolicyNamesWhatThePageUses()
{
    PageSources sources;
    sources.scriptHashes = {"'sha256-A='"};
    sources += {{"'sha256-B='"},          {"'sha256-C='"},          {u"https://s.example"_s},
                {u"https://i.example"_s}, {u"https://c.example"_s}, true};
    QCOMPARE(contentSecurityPolicy(sources),
             "default-src 'none'; script-src 'sha256-A=' 'sha256-B=' https://s.example; style-src 'sha256-C='; "
             "img-src https://i.example; connect-src 'self' https://c.example; base-uri 'none'; form-action 'none'; "
             "frame-ancestors 'none'");
}

void TestSecurityHeaders::hashesAreThoseOfTheStandard()
{
    // The example of CSP level 3, section 8.2.
    QCOMPARE(inlineHash("doSomething();"), "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='");
}

void TestSecurityHeaders::onlyOriginsAreSources_data()
{
    QTest::addColumn<bool>("expected");
    for (const char *good :
         {"https://connect.facebook.net", "http://127.0.0.1:8080", "https://[::1]:80", "http://localhost"})
        QTest::newRow(good) << true;
    for (const char *bad : {"", "*", "https:", "data:", "'unsafe-inline'", "connect.facebook.net", "https://a/b",
                            "https://a; script-src *", "https://a https://b", "https://a,b", "https://*.example",
                            "https://a\n", "javascript://a", "https://a:123456", "https://-a"})
        QTest::newRow(bad[0] ? bad : "empty") << false;
}

void TestSecurityHeaders::onlyOriginsAreSources()
{
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    QTEST(isOrigin(tag == "empty"_L1 ? QString() : tag), "expected");
}

void TestSecurityHeaders::onlyAbsoluteLinksAreLinks_data()
{
    QTest::addColumn<bool>("expected");
    for (const char *good : {"https://shop.example/vip?a=1", "http://shop.example", "tg://resolve?domain=x",
                             "mailto:a@shop.example", "https://t.me/+AbC"})
        QTest::newRow(good) << true;
    for (const char *bad : {"", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "/delivery",
                            "//evil.example", "vip", "https://", "file:///etc/passwd", "mailto:", "Your code: 1234"})
        QTest::newRow(bad[0] ? bad : "empty") << false;
}

void TestSecurityHeaders::onlyAbsoluteLinksAreLinks()
{
    QFETCH(bool, expected);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    QCOMPARE(linkOrNothing(tag), expected ? tag : QString());
}

QTEST_APPLESS_MAIN(TestSecurityHeaders)
#include "tst_securityheaders.moc"
