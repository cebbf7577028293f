// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/placeholders.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::storage::replacePlaceholders;

class PlaceholdersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersTheNamesByTheirPlace_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("none") << u"SELECT 1"_s << u"SELECT 1"_s << QStringList();
        QTest::newRow("two") << u"a = :a AND b=:b2_c"_s << u"a = ? AND b=?"_s << QStringList{u"a"_s, u"b2_c"_s};
        QTest::newRow("twice") << u":a, :b, :a"_s << u"?, ?, ?"_s << QStringList{u"a"_s, u"b"_s, u"a"_s};
        QTest::newRow("a cast is none") << u"x::text = :a"_s << u"x::text = ?"_s << QStringList{u"a"_s};
        QTest::newRow("a cast of one") << u":a::bigint"_s << u"?::bigint"_s << QStringList{u"a"_s};
        QTest::newRow("text is none") << u"x = 'at :noon, it''s :b' AND y = :y"_s
                                      << u"x = 'at :noon, it''s :b' AND y = ?"_s << QStringList{u"y"_s};
        QTest::newRow("a quoted name is none") << u"\":x\" = :y"_s << u"\":x\" = ?"_s << QStringList{u"y"_s};
    }
    void numbersTheNamesByTheirPlace()
    {
        QFETCH(QString, statement);
        const auto numbered = replacePlaceholders(statement);
        QTEST(numbered.text, "text");
        QTEST(numbered.names, "names");
    }
};

QTEST_GUILESS_MAIN(PlaceholdersTest)
#include "tst_placeholders.moc"
