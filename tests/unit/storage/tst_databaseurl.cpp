// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databaseurl.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::storage::DatabaseUrl;

class DatabaseUrlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhereTheFileIs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("path");
        QTest::newRow("relative") << u"sqlite:rastro.db"_s << u"rastro.db"_s;
        QTest::newRow("absolute") << u"sqlite:/srv/rastro/rastro.db"_s << u"/srv/rastro/rastro.db"_s;
        QTest::newRow("three slashes") << u"sqlite:///srv/rastro.db"_s << u"/srv/rastro.db"_s;
        QTest::newRow("colon in the name") << u"sqlite:/srv/a:b.db"_s << u"/srv/a:b.db"_s;
    }
    void readsWhereTheFileIs()
    {
        QFETCH(QString, text);
        const auto url = DatabaseUrl::parse(text);
        QVERIFY(url);
        QTEST(url->path, "path");
    }

    void readsWhereTheServerIs()
    {
        const auto url = DatabaseUrl::parse(u"postgresql://user:secret@db.example:5433/rastro?sslmode=require"_s);
        QVERIFY(url);
        QVERIFY(url->isServer());
        QCOMPARE(url->server, u"postgresql://user:secret@db.example:5433/rastro?sslmode=require"_s);
        QCOMPARE(url->shown(), u"postgresql://db.example:5433/rastro"_s);
        QVERIFY(DatabaseUrl::parse(u"postgresql:///rastro?host=/run/postgresql"_s));
        QVERIFY(!DatabaseUrl::sqlite(u"a.db"_s).isServer());
    }

    void saysWhatWouldBeRight_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("no scheme") << u"rastro.db"_s;
        QTest::newRow("no file") << u"sqlite:"_s;
        QTest::newRow("a host") << u"sqlite://host/rastro.db"_s;
        QTest::newRow("another database") << u"mysql://user:secret@host/db"_s;
        QTest::newRow("no database") << u"postgresql://user:secret@host"_s;
        QTest::newRow("no slashes") << u"postgresql:user:secret@host/db"_s;
    }
    void saysWhatWouldBeRight()
    {
        QFETCH(QString, text);
        const auto url = DatabaseUrl::parse(text);
        QVERIFY(!url);
        QCOMPARE(url.error().code, u"storage.url"_s);
        QVERIFY(url.error().message.contains(u"sqlite:FILE"_s));
        QVERIFY(!url.error().message.contains(u"secret"_s));
    }
};

QTEST_GUILESS_MAIN(DatabaseUrlTest)
#include "tst_databaseurl.moc"
