// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors: tests/fixtures/brcode/vectors.json; each was agreed byte for byte by at least two independent encoders, and
// two are the known answers of the central bank's manual.
#include "rastro/brcode.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

QJsonObject fixture()
{
    QFile file(QStringLiteral(RASTRO_FIXTURES "/brcode/vectors.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

BrCode codeOf(const QJsonObject &vector)
{
    BrCode code;
    code.key = vector[u"key"].toString();
    code.url = vector[u"url"].toString();
    code.info = vector[u"info"].toString();
    code.merchantName = vector[u"name"].toString();
    code.merchantCity = vector[u"city"].toString();
    code.txid = vector[u"txid"].toString();
    code.oneTime = vector[u"one_time"].toBool();
    if (vector.contains(u"amount_centavos"))
        code.amountMinor = vector[u"amount_centavos"].toInteger();
    return code;
}

BrCode staticCode()
{
    BrCode code;
    code.key = u"12345678909"_s;
    code.merchantName = u"LOJA"_s;
    code.merchantCity = u"RECIFE"_s;
    return code;
}

QString sealed(const QString &body)
{
    const auto open = body + u"6304"_s;
    return open + QString::number(crc16(open.toLatin1()), 16).toUpper().rightJustified(4, u'0');
}

} // namespace

class TestBrCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheKnownAnswersOfTheCentralBanksManual_data()
    {
        QTest::addColumn<BrCode>("code");
        QTest::addColumn<QString>("payload");
        auto fixed = staticCode();
        fixed.key = u"123e4567-e12b-12d1-a456-426655440000"_s;
        fixed.merchantName = u"Fulano de Tal"_s;
        fixed.merchantCity = u"BRASILIA"_s;
        auto dynamic = fixed;
        dynamic.key.clear();
        dynamic.url = u"pix.example.com/8b3da2f39a4140d1a91abd93113bd441"_s;
        dynamic.oneTime = true;
        const auto answers = fixture()[u"known_answers_of_the_central_banks_manual"].toArray();
        QCOMPARE(answers.size(), 2);
        QTest::newRow("static") << fixed << answers[0][u"payload"].toString();
        QTest::newRow("dynamic") << dynamic << answers[1][u"payload"].toString();
    }
    void givesTheKnownAnswersOfTheCentralBanksManual()
    {
        QFETCH(BrCode, code);
        QFETCH(QString, payload);
        QCOMPARE(code.encode().value_or(QString()), payload);
        const auto back = BrCode::decode(payload);
        QVERIFY2(back, qPrintable(back ? QString() : back.error().message));
        QCOMPARE(*back, code);
    }

    void encodesAndDecodesEveryVector_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        const auto vectors = fixture()[u"vectors"].toArray();
        QVERIFY(vectors.size() >= 17);
        for (const auto &value : vectors)
            QTest::newRow(qPrintable(value[u"id"].toString())) << value.toObject();
    }
    void encodesAndDecodesEveryVector()
    {
        QFETCH(QJsonObject, vector);
        auto code = codeOf(vector);
        QCOMPARE(code.encode().value_or(QString()), vector[u"payload"].toString());
        QCOMPARE(code.encode()->right(4), vector[u"crc"].toString());
        auto upper = code;
        upper.upperGui = true;
        QCOMPARE(upper.encode().value_or(QString()), vector[u"payload_upper_gui"].toString());

        if (code.txid == u"***"_s)
            code.txid.clear();
        const auto back = BrCode::decode(vector[u"payload"].toString());
        QVERIFY(back);
        QCOMPARE(*back, code);
        QVERIFY(BrCode::decode(vector[u"payload_upper_gui"].toString())->upperGui);
    }

    void refusesEveryCodeWithOneCharacterChanged()
    {
        const auto whole = fixture()[u"vectors"][0][u"payload"].toString();
        QVERIFY(BrCode::decode(whole));
        for (qsizetype at = 0; at < whole.size(); ++at) {
            auto broken = whole;
            broken[at] = broken[at] == u'7' ? u'8' : u'7';
            QVERIFY2(!BrCode::decode(broken), qPrintable(broken));
        }
    }

    void refusesEveryCodeThatIsCutOff()
    {
        const auto whole = fixture()[u"vectors"][0][u"payload"].toString();
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY2(!BrCode::decode(whole.left(size)), qPrintable(whole.left(size)));
        QCOMPARE(BrCode::decode(whole + u' ').error().code, u"brcode.malformed"_s);
    }

    void saysWhyACodeCannotBeRead_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("error");
        const auto account = u"26330014br.gov.bcb.pix011112345678909"_s;
        const auto rest = u"52040000530398658"_s + u"02BR5904LOJA6006RECIFE62070503***"_s;
        QTest::newRow("nothing") << QString() << u"brcode.malformed"_s;
        QTest::newRow("words") << u"paguei, confere ai"_s << u"brcode.malformed"_s;
        QTest::newRow("accents") << u"000201Ação6304ABCD"_s << u"brcode.malformed"_s;
        QTest::newRow("wrong crc") << sealed(u"000201"_s + account + rest).chopped(1) + u'?' << u"brcode.crc"_s;
        QTest::newRow("crc in lower case")
            << u"00020126330014br.gov.bcb.pix01111234567890952040000530398654040.035802BR5904LOJA6006RECIFE62070503"
               "UP363045a27"_s
            << u"brcode.crc"_s;
        QTest::newRow("another scheme") << sealed(u"00020126180014com.example.xx"_s + rest) << u"brcode.not_pix"_s;
        QTest::newRow("no account") << sealed(u"000201"_s + rest) << u"brcode.not_pix"_s;
        QTest::newRow("dollars") << sealed(u"000201"_s + account + u"520400005303840"_s + u"5802US"_s)
                                 << u"brcode.not_pix"_s;
        QTest::newRow("no format") << sealed(account + rest) << u"brcode.malformed"_s;
        QTest::newRow("a field twice") << sealed(u"000201"_s + account + account + rest) << u"brcode.malformed"_s;
        QTest::newRow("amount of no digits")
            << sealed(u"000201"_s + account + u"52040000530398654041,0058"_s + u"02BR"_s) << u"brcode.malformed"_s;
        QTest::newRow("length beyond the end") << sealed(u"000201"_s + u"2699"_s) << u"brcode.malformed"_s;
        QTest::newRow("empty amount (5400)")
            << sealed(u"000201"_s + account + u"52040000530398654005802BR"_s) << u"brcode.malformed"_s;
    }
    void saysWhyACodeCannotBeRead()
    {
        QFETCH(QString, code);
        QFETCH(QString, error);
        const auto read = BrCode::decode(code);
        QVERIFY(!read);
        QCOMPARE(read.error().code, error);
    }

    void readsAnAccountInAnyOfItsPlacesAndSkipsWhatItDoesNotKnow()
    {
        const auto read = BrCode::decode(sealed(u"00020126180014com.example.xx"
                                                "51330014BR.GOV.BCB.PIX011112345678909"
                                                "5204000053039865802BR5904LOJA6006RECIFE610850030230"_s));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QCOMPARE(read->key, u"12345678909"_s);
        QVERIFY(read->upperGui);
        QVERIFY(!read->amountMinor);
    }

    void refusesWhatDoesNotFit_data()
    {
        QTest::addColumn<BrCode>("code");
        QTest::addColumn<QString>("error");
        const auto with = [](auto change) {
            auto code = staticCode();
            change(code);
            return code;
        };
        QTest::newRow("name of 26") << with([](BrCode &c) { c.merchantName = QString(26, u'A'); }) << u"brcode.name"_s;
        QTest::newRow("no name") << with([](BrCode &c) { c.merchantName.clear(); }) << u"brcode.name"_s;
        QTest::newRow("city of 16") << with([](BrCode &c) { c.merchantCity = QString(16, u'A'); }) << u"brcode.city"_s;
        QTest::newRow("accent") << with([](BrCode &c) { c.merchantCity = u"SÃO PAULO"_s; }) << u"brcode.not_ascii"_s;
        QTest::newRow("emoji") << with([](BrCode &c) { c.merchantName = u"LOJA 🙂"_s; }) << u"brcode.not_ascii"_s;
        QTest::newRow("key of 78") << with([](BrCode &c) { c.key = QString(78, u'a'); }) << u"brcode.key"_s;
        QTest::newRow("no key") << with([](BrCode &c) { c.key.clear(); }) << u"brcode.key"_s;
        QTest::newRow("key and location") << with([](BrCode &c) { c.url = u"x.example/1"_s; }) << u"brcode.key"_s;
        QTest::newRow("location with scheme") << with([](BrCode &c) {
            c.key.clear();
            c.url = u"https://x.example/1"_s;
        }) << u"brcode.key"_s;
        QTest::newRow("text beside the longest key") << with([](BrCode &c) {
            c.key = QString(77, u'a');
            c.info = u"x"_s;
        }) << u"brcode.info"_s;
        QTest::newRow("text in a dynamic code") << with([](BrCode &c) {
            c.key.clear();
            c.url = u"x.example/1"_s;
            c.info = u"x"_s;
        }) << u"brcode.info"_s;
        QTest::newRow("nothing to pay") << with([](BrCode &c) { c.amountMinor = 0; }) << u"brcode.amount"_s;
        QTest::newRow("negative") << with([](BrCode &c) { c.amountMinor = -1; }) << u"brcode.amount"_s;
        QTest::newRow("14 characters") << with([](BrCode &c) { c.amountMinor = 1'000'000'000'000; })
                                       << u"brcode.amount"_s;
        QTest::newRow("txid of 26") << with([](BrCode &c) { c.txid = QString(26, u'A'); }) << u"brcode.txid"_s;
        QTest::newRow("txid with hyphen") << with([](BrCode &c) { c.txid = u"A-1"_s; }) << u"brcode.txid"_s;
    }
    void refusesWhatDoesNotFit()
    {
        QFETCH(BrCode, code);
        QFETCH(QString, error);
        const auto encoded = code.encode();
        QVERIFY(!encoded);
        QCOMPARE(encoded.error().code, error);
    }

    void keepsTheLargestAmountAndTheZeroCentavos()
    {
        auto code = staticCode();
        code.amountMinor = 999'999'999'999;
        QVERIFY(code.encode()->contains(u"54139999999999.99"_s));
        code.amountMinor = 1000; // A known SDK writes 540210 here.
        QVERIFY(code.encode()->contains(u"540510.00"_s));
        QCOMPARE(BrCode::decode(*code.encode())->amountMinor, 1000);
    }

    void padsTheCheckDigitsWithZeros()
    {
        auto code = staticCode();
        int padded = 0;
        for (int amount = 1; amount <= 200; ++amount) {
            code.amountMinor = amount;
            const auto text = *code.encode();
            QCOMPARE(text.mid(text.size() - 8, 4), u"6304"_s);
            padded += text[text.size() - 4] == u'0' ? 1 : 0;
        }
        QVERIFY(padded > 0);
    }

    void sanitisesNamesAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QString>("clean");
        QTest::newRow("accents") << u"São João do Araguaia"_s << 15 << u"SAO JOAO DO ARA"_s;
        QTest::newRow("decomposed accents") << u"Sa\u0303o Paulo"_s << 15 << u"SAO PAULO"_s;
        QTest::newRow("cedilla") << u"Conceição"_s << 15 << u"CONCEICAO"_s;
        QTest::newRow("ordinal") << u"1º Ofício"_s << 25 << u"1O OFICIO"_s;
        QTest::newRow("emoji") << u"Loja 🙂 da Ana"_s << 25 << u"LOJA DA ANA"_s;
        QTest::newRow("only emoji") << u"🙂🙂"_s << 25 << QString();
        QTest::newRow("sharp s grows") << u"Straße"_s << 6 << u"STRASS"_s;
        QTest::newRow("line break") << u"Loja\r\nda Ana"_s << 25 << u"LOJA DA ANA"_s;
        QTest::newRow("cut at a space") << u"Loja da Ana"_s << 5 << u"LOJA"_s;
        QTest::newRow("punctuation stays") << u"J.B. & Cia-ME"_s << 25 << u"J.B. & CIA-ME"_s;
        QTest::newRow("percent stays") << u"100%1 Natural"_s << 25 << u"100%1 NATURAL"_s;
    }
    void sanitisesNamesAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        QFETCH(int, limit);
        QFETCH(QString, clean);
        QCOMPARE(BrCode::sanitise(text, limit), clean);
        auto code = staticCode();
        code.merchantName = clean;
        QCOMPARE(code.encode().has_value(), !clean.isEmpty());
    }

    void computesTheChecksumOfTheStandard()
    {
        QCOMPARE(crc16("123456789"), 0x29B1); // CRC-16/CCITT-FALSE, check value of the catalogue of CRC algorithms.
        QCOMPARE(crc16(QByteArray()), 0xFFFF);
        QCOMPARE(crc16("\xff\x00"), crc16(QByteArray("\xff\x00", 1)));
    }
};

QTEST_APPLESS_MAIN(TestBrCode)
#include "tst_brcode.moc"
