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
        QTest::addColumn<QByteArrayList>("names");
        QTest::newRow("none") << u"SELECT 1"_s << u"SELECT 1"_s << QByteArrayList();
        QTest::newRow("two") << u"a = :a AND b=:b2_c"_s << u"a = ?1 AND b=?2"_s << QByteArrayList{"a", "b2_c"};
        QTest::newRow("twice") << u":a, :b, :a"_s << u"?1, ?2, ?1"_s << QByteArrayList{"a", "b"};
        QTest::newRow("a cast is none") << u"x::text = :a"_s << u"x::text = ?1"_s << QByteArrayList{"a"};
        QTest::newRow("a cast of one") << u":a::bigint"_s << u"?1::bigint"_s << QByteArrayList{"a"};
        QTest::newRow("text is none") << u"x = 'at :noon, it''s :b' AND y = :y"_s
                                      << u"x = 'at :noon, it''s :b' AND y = ?1"_s << QByteArrayList{"y"};
        QTest::newRow("a quoted name is none") << u"\":x\" = :y"_s << u"\":x\" = ?1"_s << QByteArrayList{"y"};
    }
    void numbersTheNamesByTheirPlace()
    {
        QFETCH(QString, statement);
        const auto numbered = replacePlaceholders(statement, u'?');
        QTEST(numbered.text, "text");
        QTEST(numbered.names, "names");
    }
};

QTEST_GUILESS_MAIN(PlaceholdersTest)
#include "tst_placeholders.moc"
