// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/update/updatesplit.h"

#include "quotes.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::telegram;

/// A getUpdates answer falls into its updates byte for byte, and a bad one harms no other.
class UpdateSplitTest : public QObject
{
    Q_OBJECT

private:
    static QByteArray body(const QByteArray &updates) { return quotes("{'ok':true,'result':[") + updates + "]}"; }

    static QList<qint64> idsOf(const QByteArray &text)
    {
        QList<qint64> ids;
        for (const RawUpdate &update : splitUpdates(text).value_or(QList<RawUpdate>{{-1, {}}}))
            ids << update.updateId;
        return ids;
    }

private Q_SLOTS:
    void keepsEveryByteOfAnUpdate()
    {
        const QByteArray first =
            "{\"update_id\":1, \"message\" : {\"text\":\"a \\\"quoted\\\" } ] , \\\\\"},\"x\":1.50}";
        const QByteArray second = quotes("{'message':{'text':'é\\ud83d'},'update_id':2}");
        const auto updates = splitUpdates(body(first + ",\n " + second));
        QCOMPARE(*updates, (QList<RawUpdate>{{1, first}, {2, second}}));
    }

    void readsIds_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<qint64>>("ids");
        const QList<qint64> none;
        const QList<qint64> notAnAnswer{-1};
        QTest::newRow("no updates") << body("") << none;
        QTest::newRow("result before ok") << QByteArray(quotes("{'result':[],'ok':true}")) << notAnAnswer;
        QTest::newRow("white space") << QByteArray(" {\n \"ok\" : true ,\"result\" : [ {\"update_id\" : 7 } ] }")
                                     << QList<qint64>{7};
        QTest::newRow("cut in the second")
            << body(quotes("{'update_id':1},{'update_id':2,'message':{'te")).chopped(2) << QList<qint64>{1};
        QTest::newRow("cut between") << body(quotes("{'update_id':1},")).chopped(2) << QList<qint64>{1};
        QTest::newRow("cut in a string") << QByteArray(quotes("{'ok':true,'result':[{'update_id':1,'m':'abc")) << none;
        QTest::newRow("the first is broken, the answer is whole")
            << body(quotes("{'update_id':1,'message':{'te")) << QList<qint64>{1};
        QTest::newRow("the second is broken, the answer is whole")
            << body(quotes("{'update_id':1},{'update_id':2,'message':{'te")) << QList<qint64>{1};
        QTest::newRow("inner JSON broken")
            << body(quotes("{'update_id':1,'message':{'text':}},{'update_id':2}")) << QList<qint64>{1, 2};
        QTest::newRow("no id") << body(quotes("{'message':{'update_id':9}},{'update_id':2}")) << QList<qint64>{2};
        QTest::newRow("id is text") << body(quotes("{'update_id':'1'},{'update_id':2}")) << QList<qint64>{2};
        QTest::newRow("id too large") << body(quotes("{'update_id':99999999999999999999},{'update_id':2}"))
                                      << QList<qint64>{2};
        QTest::newRow("largest id") << body(quotes("{'update_id':9223372036854775807}")) << QList<qint64>{INT64_MAX};
        QTest::newRow("not objects") << body(quotes("1,'x',null,[{'update_id':3}],{'update_id':2}"))
                                     << QList<qint64>{2};
        QTest::newRow("nested deeply") << body(quotes("{'update_id':1,'x':") + QByteArray(100'000, '[') +
                                               QByteArray(100'000, ']') + "}")
                                       << QList<qint64>{1};
        QTest::newRow("refusal") << QByteArray(quotes("{'ok':false,'error_code':409,'description':'result:['}"))
                                 << notAnAnswer;
        QTest::newRow("page") << QByteArray("<html></html>") << notAnAnswer;
        QTest::newRow("empty") << QByteArray() << notAnAnswer;
    }

    void readsIds()
    {
        QFETCH(QByteArray, text);
        QFETCH(QList<qint64>, ids);
        QCOMPARE(idsOf(text), ids);
    }

    void survivesEveryCut()
    {
        const QByteArray whole =
            body(quotes("{'update_id':1,'message':{'text':'a\\\\\\''}},{'update_id':2,'x':[{}, 1.5e3]}"));
        for (qsizetype length = 0; length < whole.size(); ++length) {
            const auto updates = splitUpdates(whole.first(length));
            QVERIFY(!updates || updates->size() <= 2);
            if (updates && updates->size() == 2)
                QVERIFY(length >= whole.size() - 2);
        }
    }
};

QTEST_GUILESS_MAIN(UpdateSplitTest)
#include "tst_updatesplit.moc"
