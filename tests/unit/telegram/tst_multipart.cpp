// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/formreader.h"
#include "telegram/api/multipart.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::telegram;

/// What is encoded here can be read by somebody else's reader, whatever the bytes.
class MultipartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesThisExactly()
    {
        const auto form = encodeMultipart({{u"chat_id"_s, 7}}, {"photo", "pix.png", "image/png", "PNG"});
        const QByteArray boundary = form.contentType.sliced(QByteArray("multipart/form-data; boundary=").size());
        QCOMPARE(form.body, "--" + boundary + "\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n--" +
                                boundary +
                                "\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"pix.png\"\r\n"
                                "Content-Type: image/png\r\n\r\nPNG\r\n--" +
                                boundary + "--\r\n");
    }

    void sendsObjectsAsJsonAndTheRestAsText()
    {
        const QJsonObject fields{{u"chat_id"_s, qint64(4503599627370495)},
                                 {u"protect_content"_s, true},
                                 {u"caption"_s, u"é \r\n--x"_s},
                                 {u"reply_markup"_s, QJsonObject{{u"inline_keyboard"_s, QJsonArray{QJsonArray{}}}}}};
        const auto form = encodeMultipart(fields, {"photo", "a\"b\r\n.png", "image/png", QByteArray("\r\n\0--", 5)});
        const auto read = rastro::sandbox::readMultipart(form.contentType, form.body);
        QVERIFY(read);
        QHash<QString, QByteArray> texts;
        for (const auto &[name, value] : read->fields)
            texts.insert(name, value);
        QCOMPARE(texts.value(u"chat_id"_s), "4503599627370495");
        QCOMPARE(texts.value(u"protect_content"_s), "true");
        QCOMPARE(texts.value(u"caption"_s), QByteArray("é \r\n--x"));
        QCOMPARE(texts.value(u"reply_markup"_s), "{\"inline_keyboard\":[[]]}");
        QCOMPARE(read->files.value(u"photo"_s), QByteArray("\r\n\0--", 5));
        QVERIFY(form.body.contains("filename=\"a%22b%0D%0A.png\""));
    }

    void theBoundaryIsNeverPartOfTheContent()
    {
        const auto first = encodeMultipart({}, {"photo", "a", "image/png", "x"});
        const QByteArray boundary = first.contentType.sliced(QByteArray("multipart/form-data; boundary=").size());
        const auto second = encodeMultipart({}, {"photo", "a", "image/png", "--" + boundary + "--\r\n"});
        QVERIFY(!second.contentType.endsWith(boundary));
        QCOMPARE(rastro::sandbox::readMultipart(second.contentType, second.body)->files.value(u"photo"_s),
                 "--" + boundary + "--\r\n");
    }
};

QTEST_GUILESS_MAIN(MultipartTest)
#include "tst_multipart.moc"
