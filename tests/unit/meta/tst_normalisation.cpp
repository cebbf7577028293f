// SPDX-License-Identifier: GPL-3.0-or-later
#include "meta/digests.h"
#include "meta/normalisation.h"
#include "meta/places.h"
#include "vectors.h"

#include <QtCore/QJsonArray>
#include <QtCore/QMap>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::meta;

namespace {

Rule ruleFor(const QString &field)
{
    static const QMap<QString, Rule> rules{
        {u"em"_s, normalisedEmail},
        {u"ph"_s, [](const QString &text) { return normalisedPhone(text); }},
        {u"fn"_s, normalisedName},
        {u"ln"_s, normalisedName},
        {u"ge"_s, normalisedGender},
        {u"db"_s, normalisedBirthDate},
        {u"ct"_s, normalisedCity},
        {u"st"_s, normalisedState},
        {u"zp"_s, normalisedPostcode},
        {u"country"_s, normalisedCountry},
        {u"external_id"_s, normalisedExternalId},
    };
    return rules.value(field);
}

QStringList texts(const QJsonValue &list)
{
    return list.toVariant().toStringList();
}

} // namespace

class NormalisationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheHashesThatMetaDocuments_data();
    void givesTheHashesThatMetaDocuments();
    void agreesWithEveryVector_data();
    void agreesWithEveryVector();
    void hasAllVectors();
    void putsTheCountryCodeBeforeNationalNumbers_data();
    void putsTheCountryCodeBeforeNationalNumbers();
    void dropsWhatItWouldHaveToGuess_data();
    void dropsWhatItWouldHaveToGuess();
    void sendsBothFormsOfABrazilianPostcode();
    void knowsPlacesByTheirNames_data();
    void knowsPlacesByTheirNames();
    void passesDigestsThroughInLowerCase();
    void neverHashesNothing_data();
    void neverHashesNothing();
};

void NormalisationTest::givesTheHashesThatMetaDocuments_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("sha256");
    for (const auto &vector : metaVectors().value(u"documented_hashes"_s).toArray()) {
        const auto field = vector[0].toString();
        const auto input = vector[1].toString().section(u" -> "_s, 0, 0);
        QTest::addRow("%s %s", qPrintable(field), qPrintable(input)) << field << input << vector[2].toString();
    }
}

void NormalisationTest::givesTheHashesThatMetaDocuments()
{
    QFETCH(QString, field);
    QFETCH(QString, input);
    QFETCH(QString, sha256);
    QCOMPARE(digests(input, ruleFor(field)), QStringList{sha256});
}

void NormalisationTest::agreesWithEveryVector_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QStringList>("normalised");
    QTest::addColumn<QStringList>("sha256");
    int number = 0;
    for (const auto &vector : metaVectors().value(u"pii"_s).toArray()) {
        const auto field = vector[u"field"_s].toString();
        const auto input = vector[u"input"_s].toString();
        QTest::addRow("%d %s %s", ++number, qPrintable(field), qPrintable(input))
            << field << input << texts(vector[u"normalized"_s]) << texts(vector[u"sha256"_s]);
    }
}

void NormalisationTest::agreesWithEveryVector()
{
    QFETCH(QString, field);
    QFETCH(QString, input);
    QFETCH(QStringList, normalised);
    QFETCH(QStringList, sha256);
    QVERIFY2(ruleFor(field), qPrintable(field));
    QCOMPARE(ruleFor(field)(input), normalised);
    QCOMPARE(digests(input, ruleFor(field)), sha256);
}

void NormalisationTest::hasAllVectors()
{
    QCOMPARE(metaVectors().value(u"documented_hashes"_s).toArray().size(), 7);
    QCOMPARE(metaVectors().value(u"pii"_s).toArray().size(), 72);
}

// The vectors are the official parameter builder's, which knows no default country. With 55:
void NormalisationTest::putsTheCountryCodeBeforeNationalNumbers_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &code, const QString &input, const QString &expected) {
        QTest::newRow(name) << code << input << expected;
    };
    row("mobile", u"55"_s, u"(11) 91234-5678"_s, u"5511912345678"_s);
    row("landline", u"55"_s, u"11 3456-7890"_s, u"551134567890"_s);
    row("trunk zero", u"55"_s, u"011 91234-5678"_s, u"5511912345678"_s);
    row("trunk zero after the code", u"55"_s, u"+55 0 11 91234-5678"_s, u"5511912345678"_s);
    row("code is there, +", u"55"_s, u"+55 11 91234-5678"_s, u"5511912345678"_s);
    row("code is there, 00", u"55"_s, u"0055 11 91234-5678"_s, u"5511912345678"_s);
    row("code is there, bare", u"55"_s, u"5511912345678"_s, u"5511912345678"_s);
    row("area code 55 is not the country", u"55"_s, u"55 99123-4567"_s, u"5555991234567"_s);
    row("another country, +", u"55"_s, u"+1 650 555 1212"_s, u"16505551212"_s);
    row("another country, +, ten digits", u"55"_s, u"+32 2 555 12 12"_s, u"3225551212"_s);
    row("eleven digits that no Brazilian number has", u"55"_s, u"16505551212"_s, u"16505551212"_s);
    row("Portugal", u"351"_s, u"912 345 678"_s, u"351912345678"_s);
    row("Portugal, code is there", u"351"_s, u"351912345678"_s, u"351912345678"_s);
    row("United Kingdom, trunk zero", u"44"_s, u"07911 123456"_s, u"447911123456"_s);
    row("United States, code is there", u"1"_s, u"1 650 555 1212"_s, u"16505551212"_s);
    row("no default", QString(), u"(11) 91234-5678"_s, u"11912345678"_s);
}

void NormalisationTest::putsTheCountryCodeBeforeNationalNumbers()
{
    QFETCH(QString, code);
    QFETCH(QString, input);
    QFETCH(QString, expected);
    QCOMPARE(normalisedPhone(input, code), QStringList{expected});
}

void NormalisationTest::dropsWhatItWouldHaveToGuess_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("input");
    QTest::newRow("a date that is two") << u"db"_s << u"02/03/1997"_s;
    QTest::newRow("the 30th of February") << u"db"_s << u"1997-02-30"_s;
    QTest::newRow("zeros for a date") << u"db"_s << u"00000000"_s;
    QTest::newRow("a name without letters") << u"fn"_s << u"🔥 123"_s;
    QTest::newRow("a phone that is too short") << u"ph"_s << u"123456"_s;
    QTest::newRow("a phone that is too long") << u"ph"_s << u"+1234567890123456"_s;
    QTest::newRow("a country that is none") << u"country"_s << u"Atlantis"_s;
    QTest::newRow("two addresses") << u"em"_s << u"a@b.co, c@d.co"_s;
    QTest::newRow("an address without a domain") << u"em"_s << u"ana@localhost"_s;
}

void NormalisationTest::dropsWhatItWouldHaveToGuess()
{
    QFETCH(QString, field);
    QFETCH(QString, input);
    QCOMPARE(digests(input, ruleFor(field)), QStringList());
}

void NormalisationTest::sendsBothFormsOfABrazilianPostcode()
{
    const QStringList both{u"01310"_s, u"01310100"_s};
    QCOMPARE(normalisedPostcode(u"01310-100"_s), both);
    QCOMPARE(normalisedPostcode(u" 01310 100 "_s), both);
}

void NormalisationTest::knowsPlacesByTheirNames_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("expected");
    QTest::newRow("São Paulo, state") << u"st"_s << u"São Paulo"_s << u"sp"_s;
    QTest::newRow("Pará") << u"st"_s << u"Pará"_s << u"pa"_s;
    QTest::newRow("New York, state") << u"st"_s << u"New York"_s << u"ny"_s;
    QTest::newRow("a state elsewhere") << u"st"_s << u"Île-de-France"_s << u"iledefrance"_s;
    QTest::newRow("decomposed accent") << u"ct"_s << u"Sa\u0303o Paulo"_s << u"saopaulo"_s;
    QTest::newRow("United States") << u"country"_s << u"United States"_s << u"us"_s;
    QTest::newRow("Estados Unidos") << u"country"_s << u"Estados Unidos"_s << u"us"_s;
    QTest::newRow("Portugal") << u"country"_s << u"PORTUGAL"_s << u"pt"_s;
    QTest::newRow("Moçambique") << u"country"_s << u"Moçambique"_s << u"mz"_s;
}

void NormalisationTest::knowsPlacesByTheirNames()
{
    QFETCH(QString, field);
    QFETCH(QString, input);
    QFETCH(QString, expected);
    QCOMPARE(ruleFor(field)(input), QStringList{expected});
}

void NormalisationTest::passesDigestsThroughInLowerCase()
{
    const auto digest = u"62A14E44F765419D10FEA99367361A727C12365E2520F32218D505ED9AA0F62F"_s;
    QCOMPARE(digests(u" "_s + digest + u'\n', normalisedEmail), QStringList{digest.toLower()});
    QVERIFY(!isDigest(digest.chopped(1)));
    QVERIFY(!isDigest(digest.chopped(1) + u'g'));
}

void NormalisationTest::neverHashesNothing_data()
{
    QTest::addColumn<QString>("input");
    QTest::newRow("empty") << QString();
    QTest::newRow("a space") << u" "_s;
    QTest::newRow("no-break space") << u"\u00a0"_s;
    QTest::newRow("punctuation") << u" .-'\t\n"_s;
}

void NormalisationTest::neverHashesNothing()
{
    QFETCH(QString, input);
    for (const auto &field : {u"em"_s, u"ph"_s, u"fn"_s, u"ln"_s, u"ge"_s, u"db"_s, u"ct"_s, u"st"_s, u"country"_s})
        QVERIFY2(digests(input, ruleFor(field)).isEmpty(), qPrintable(field));
    const auto ofNothing = u"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_s;
    QVERIFY(!digests(input, ruleFor(u"external_id"_s)).contains(ofNothing));
    QVERIFY(!digests(input, ruleFor(u"zp"_s)).contains(ofNothing));
}

QTEST_GUILESS_MAIN(NormalisationTest)
#include "tst_normalisation.moc"
