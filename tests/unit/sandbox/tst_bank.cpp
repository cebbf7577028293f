// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankunderstudy.h"

#include <rastro/brcode.h>

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::sandbox;
using rastro::test::BankUnderStudy;

class TestBank : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void issuesCodesThatAreWholeAndIdentifyTheirCharge()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto first = study.create(u"ref1"_s);
        const auto second = study.create(u"ref2"_s);
        const auto code = BrCode::decode(first[u"pix_code"].toString());
        QVERIFY2(code, qPrintable(code ? QString() : code.error().message));
        QCOMPARE(code->amountMinor, 1997);
        QVERIFY(code->oneTime);
        QCOMPARE(code->url, u"pix.sandbox.invalid/qr/v2/"_s + first[u"id"].toString());
        QCOMPARE(code->merchantName, u"RASTRO SANDBOX"_s);
        QVERIFY(first[u"pix_code"] != second[u"pix_code"]);
        QCOMPARE(first[u"id"].toString().size(), 32);
        QCOMPARE(first[u"expires_at_ms"].toInteger() - first[u"created_at_ms"].toInteger(), 1'800'000);
    }

    void writesTheSellersNameAsABankCanReadIt()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        auto request = BankUnderStudy::request();
        request[u"merchant_name"] = u"Confecções São João & Filhos Ltda"_s;
        request[u"merchant_city"] = u"🙂"_s;
        const auto charge = BankUnderStudy::json(study.post(u"/sandbox/charges"_s, request));
        const auto code = BrCode::decode(charge[u"pix_code"].toString());
        QVERIFY(code);
        QCOMPARE(code->merchantName, u"CONFECCOES SAO JOAO & FIL"_s);
        QCOMPARE(code->merchantCity, u"SAO PAULO"_s);
    }

    void makesOneChargeForOneReference()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto first = study.post(u"/sandbox/charges"_s, BankUnderStudy::request());
        const auto again = study.post(u"/sandbox/charges"_s, BankUnderStudy::request());
        QCOMPARE(first.status, 201);
        QCOMPARE(again.status, 200);
        QCOMPARE(BankUnderStudy::json(first)[u"id"], BankUnderStudy::json(again)[u"id"]);
        QCOMPARE(study.bank().counts(u"ref1"_s).charges, 1);
        QCOMPARE(study.bank().counts(u"ref1"_s).createCalls, 2);

        const auto other = study.post(u"/sandbox/charges"_s, BankUnderStudy::request(u"ref1"_s, 1));
        QCOMPARE(other.status, 409);
        QCOMPARE(BankUnderStudy::errorCode(other), u"reference.taken"_s);
    }

    void makesAChargeForEveryCreateIfToldNotToBeIdempotent()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        QCOMPARE(study.behave({{u"idempotent"_s, false}}).status, 200);
        QVERIFY(study.create()[u"id"] != study.create()[u"id"]);
        QCOMPARE(study.bank().counts(u"ref1"_s).charges, 2);
        const auto list = BankUnderStudy::json(study.call("GET", u"/sandbox/charges"_s, {}, "reference=ref1"));
        QCOMPARE(list[u"charges"].toArray().size(), 2);
    }

    void refusesAMalformedCreate_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto with = [](const QString &key, const QJsonValue &value) {
            auto request = BankUnderStudy::request();
            request[key] = value;
            return QJsonDocument(request).toJson();
        };
        const auto amount = [](const QJsonValue &minor, const QString &currency) {
            return QJsonObject{{u"minor"_s, minor}, {u"currency"_s, currency}};
        };
        QTest::newRow("no body") << QByteArray();
        QTest::newRow("cut off") << QByteArray("{\"reference\":");
        QTest::newRow("an array") << QByteArray("[1,2]");
        QTest::newRow("no reference") << with(u"reference"_s, {});
        QTest::newRow("a long reference") << with(u"reference"_s, QString(65, u'a'));
        QTest::newRow("a reference with a line break") << with(u"reference"_s, u"a\n"_s);
        QTest::newRow("a float") << with(u"amount"_s, amount(19.97, u"BRL"_s));
        QTest::newRow("a decimal text") << with(u"amount"_s, amount(u"19.97"_s, u"BRL"_s));
        QTest::newRow("nothing to pay") << with(u"amount"_s, amount(0, u"BRL"_s));
        QTest::newRow("a negative amount") << with(u"amount"_s, amount(-1, u"BRL"_s));
        QTest::newRow("more than a code holds") << with(u"amount"_s, amount(qint64(1'000'000'000'000), u"BRL"_s));
        QTest::newRow("dollars") << with(u"amount"_s, amount(100, u"USD"_s));
        QTest::newRow("no life") << with(u"expires_in_seconds"_s, 0);
        QTest::newRow("half a second") << with(u"expires_in_seconds"_s, 0.5);
        QTest::newRow("a life in words") << with(u"expires_in_seconds"_s, u"long"_s);
        QTest::newRow("a file") << with(u"notice_url"_s, u"file:///etc/passwd"_s);
        QTest::newRow("no host") << with(u"notice_url"_s, u"http://"_s);
        QTest::newRow("a long description") << with(u"description"_s, QString(141, u'a'));
    }
    void refusesAMalformedCreate()
    {
        QFETCH(QByteArray, body);
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto answer = study.call("POST", u"/sandbox/charges"_s, body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(BankUnderStudy::errorCode(answer), u"request.malformed"_s);
        QVERIFY(!BankUnderStudy::json(answer)[u"error"][u"pt"].toString().isEmpty());
        QCOMPARE(study.bank().counts(), BankCounts());
    }

    void findsAChargeByIdAndByReference()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto charge = study.create();
        const auto byId = study.call("GET", u"/sandbox/charges/"_s + charge[u"id"].toString());
        QCOMPARE(BankUnderStudy::json(byId), charge);
        const auto byReference = study.call("GET", u"/sandbox/charges"_s, {}, "reference=ref1");
        QCOMPARE(BankUnderStudy::json(byReference)[u"charges"].toArray(), QJsonArray{charge});
        QCOMPARE(study.call("GET", u"/sandbox/charges/0000"_s).status, 404);
        const auto none = study.call("GET", u"/sandbox/charges"_s, {}, "reference=ref2");
        QCOMPARE(none.status, 200);
        QCOMPARE(BankUnderStudy::json(none)[u"charges"].toArray(), QJsonArray());
    }

    void isPaidByTheCodeAsAPersonPastesIt_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("bare") << QByteArray() << QByteArray();
        QTest::newRow("line break") << QByteArray() << QByteArray("\n");
        QTest::newRow("white space") << QByteArray(" \t\r\n ") << QByteArray("\r\n \t");
        QTest::newRow("no-break space") << QByteArray("\u00a0") << QByteArray("\u00a0");
        QTest::newRow("zero-width characters") << QByteArray("\ufeff") << QByteArray("\u200b\u2060");
    }
    void isPaidByTheCodeAsAPersonPastesIt()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto charge = study.create();
        const auto answer = study.pay(before + study.codeOf(charge) + after);
        QCOMPARE(answer.status, 200);
        const auto json = BankUnderStudy::json(answer);
        QCOMPARE(json[u"paid"], true);
        QCOMPARE(json[u"pt"], u"Pagamento recebido: R$ 19,97."_s);
        const auto paid = BankUnderStudy::json(study.call("GET", u"/sandbox/charges/"_s + charge[u"id"].toString()));
        QCOMPARE(paid[u"status"], u"paid"_s);
        QCOMPARE(paid[u"received"][u"minor"], 1997);
        QCOMPARE(paid[u"received"][u"currency"], u"BRL"_s);
        QCOMPARE(paid[u"paid_at_ms"].toInteger(), study.clock.nowMs());
        const auto endToEndId = paid[u"end_to_end_id"].toString();
        QCOMPARE(endToEndId.size(), 32);
        QVERIFY2(endToEndId.startsWith(u"E99999999202601020304"_s), qPrintable(endToEndId));
    }

    void refusesToBePaidTwice()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto charge = study.create();
        QCOMPARE(study.pay(study.codeOf(charge)).status, 200);
        const auto again = study.pay(study.codeOf(charge));
        QCOMPARE(again.status, 409);
        QCOMPARE(BankUnderStudy::errorCode(again), u"charge.paid"_s);
        QCOMPARE(study.bank().counts().payments, 1);
    }

    void refusesAnExpiredCode()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto charge = study.create();
        const auto path = u"/sandbox/charges/"_s + charge[u"id"].toString();
        study.clock.advance(std::chrono::minutes(30) - std::chrono::milliseconds(1));
        QCOMPARE(BankUnderStudy::json(study.call("GET", path))[u"status"], u"awaiting"_s);
        study.clock.advance(std::chrono::milliseconds(1));
        QCOMPARE(BankUnderStudy::json(study.call("GET", path))[u"status"], u"expired"_s);
        const auto answer = study.pay(study.codeOf(charge));
        QCOMPARE(answer.status, 410);
        QCOMPARE(BankUnderStudy::errorCode(answer), u"charge.expired"_s);
        QCOMPARE(study.bank().counts().payments, 0);

        study.behave({{u"accepts_expired"_s, true}});
        QCOMPARE(study.pay(study.codeOf(charge)).status, 200);
        QCOMPARE(BankUnderStudy::json(study.call("GET", path))[u"status"], u"paid"_s);
    }

    void saysWhatIsWrongWithACode_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        BrCode other;
        other.merchantName = u"LOJA"_s;
        other.merchantCity = u"RECIFE"_s;
        other.key = u"12345678909"_s;
        const auto fixed = *other.encode();
        QTest::newRow("nothing") << QByteArray() << 400 << u"code.garbled"_s;
        QTest::newRow("words") << QByteArray("pix de 10 reais") << 400 << u"code.garbled"_s;
        QTest::newRow("cut off") << fixed.chopped(1).toUtf8() << 400 << u"code.garbled"_s;
        QTest::newRow("no text") << QByteArray("\xff\xfe\x00", 3) << 400 << u"code.garbled"_s;
        QTest::newRow("a static code") << fixed.toUtf8() << 404 << u"code.unknown"_s;
        other.key.clear();
        other.url = u"pix.example.com/qr/v2/9d36b84fc70b478fb95c12729b90ca25"_s;
        QTest::newRow("another bank's") << other.encode()->toUtf8() << 404 << u"code.unknown"_s;
        other.url = u"pix.sandbox.invalid/qr/v2/9d36b84fc70b478fb95c12729b90ca25"_s;
        QTest::newRow("of no charge") << other.encode()->toUtf8() << 404 << u"code.unknown"_s;
        other.url = u"pix.sandbox.invalid/qr/v2/"_s;
        QTest::newRow("without id") << other.encode()->toUtf8() << 404 << u"code.unknown"_s;
    }
    void saysWhatIsWrongWithACode()
    {
        QFETCH(QByteArray, code);
        QFETCH(int, status);
        QFETCH(QString, error);
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.create();
        const auto answer = study.pay(code);
        QCOMPARE(answer.status, status);
        QCOMPARE(BankUnderStudy::errorCode(answer), error);
        QVERIFY(!BankUnderStudy::json(answer)[u"error"][u"pt"].toString().isEmpty());
        QVERIFY(!BankUnderStudy::json(answer)[u"error"][u"en"].toString().isEmpty());
    }

    void refusesACodeWhoseAmountWasChanged()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        auto code = *BrCode::decode(study.create()[u"pix_code"].toString());
        code.amountMinor = 1;
        QCOMPARE(study.pay(code.encode()->toUtf8()).status, 404);
    }

    void receivesAnotherAmountOrCurrencyOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto less = study.create(u"less"_s);
        const auto dollars = study.create(u"dollars"_s);
        study.behave({{u"reference"_s, u"less"_s}, {u"pays_minor"_s, 1}});
        study.behave({{u"charge"_s, dollars[u"id"]}, {u"pays_currency"_s, u"USD"_s}});
        QCOMPARE(BankUnderStudy::json(study.pay(study.codeOf(less)))[u"charge"][u"received"][u"minor"], 1);
        const auto received = BankUnderStudy::json(study.pay(study.codeOf(dollars)))[u"charge"][u"received"];
        QCOMPARE(received[u"currency"], u"USD"_s);
        QCOMPARE(received[u"minor"], 1997);
    }

    void refundsOnceByIdAndNeverMoreThanItReceived()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto charge = study.create();
        const auto path = u"/sandbox/charges/"_s + charge[u"id"].toString() + u"/refunds"_s;
        const auto refund = [](const QString &id, const QJsonValue &minor) {
            return QJsonObject{{u"refund_id"_s, id}, {u"minor"_s, minor}};
        };
        QCOMPARE(BankUnderStudy::errorCode(study.post(path, refund(u"r1"_s, 997))), u"charge.not_paid"_s);
        study.pay(study.codeOf(charge));
        QCOMPARE(study.post(path, refund(u"r1"_s, 997)).status, 201);
        QCOMPARE(study.post(path, refund(u"r1"_s, 997)).status, 200);
        QCOMPARE(study.post(path, refund(u"r1"_s, 998)).status, 409);
        QCOMPARE(study.post(path, refund(u"r2"_s, 1001)).status, 422);
        QCOMPARE(study.post(path, refund(u"r2"_s, 9.5)).status, 400);
        QCOMPARE(study.post(path, refund(QString(), 1)).status, 400);
        QCOMPARE(study.post(path, refund(u"r2"_s, 1000)).status, 201);
        QCOMPARE(study.post(u"/sandbox/charges/0000/refunds"_s, refund(u"r3"_s, 1)).status, 404);
        QCOMPARE(study.bank().counts().refunds, 2);
    }

    void failsCreatesAsAsked_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("withheld");
        QTest::addColumn<int>("charges");
        QTest::newRow("timeout") << u"timeout"_s << 201 << true << 1;
        QTest::newRow("garbage") << u"garbage"_s << 201 << false << 1;
        QTest::newRow("server error") << u"server_error"_s << 500 << false << 0;
        QTest::newRow("rate limited") << u"rate_limited"_s << 429 << false << 0;
        QTest::newRow("refused") << u"refused"_s << 422 << false << 0;
    }
    void failsCreatesAsAsked()
    {
        QFETCH(QString, fault);
        QFETCH(int, status);
        QFETCH(bool, withheld);
        QFETCH(int, charges);
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"create_fault"_s, fault}, {u"retry_after_seconds"_s, 7}});
        const auto failed = study.post(u"/sandbox/charges"_s, BankUnderStudy::request());
        QCOMPARE(failed.status, status);
        QCOMPARE(failed.withheld, withheld);
        QCOMPARE(study.bank().counts().charges, charges);
        QCOMPARE(failed.headers.contains({"retry-after", "7"}), status == 429);
        QCOMPARE(QJsonDocument::fromJson(failed.body).isNull(), fault == u"garbage"_s);

        // One fault unless told otherwise: the repetition succeeds, with the charge that is there.
        const auto repeated = study.post(u"/sandbox/charges"_s, BankUnderStudy::request());
        QCOMPARE(repeated.status, charges == 1 ? 200 : 201);
        QVERIFY(!repeated.withheld);
        QCOMPARE(study.bank().counts().charges, 1);
    }

    void failsAsOftenAsAskedAndOnlyTheChargeThatIsMeant()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave(
            {{u"reference"_s, u"bad"_s}, {u"create_fault"_s, u"server_error"_s}, {u"create_fault_count"_s, 2}});
        const auto status = [&study](const QString &reference) {
            return study.post(u"/sandbox/charges"_s, BankUnderStudy::request(reference)).status;
        };
        QCOMPARE(status(u"good"_s), 201);
        QCOMPARE(status(u"bad"_s), 500);
        QCOMPARE(status(u"bad"_s), 500);
        QCOMPARE(status(u"bad"_s), 201);

        study.behave({{u"create_fault"_s, u"refused"_s}, {u"create_fault_count"_s, -1}});
        for (int call = 0; call < 5; ++call)
            QCOMPARE(status(u"other"_s), 422);
        study.behave({{u"reset"_s, true}});
        QCOMPARE(status(u"other"_s), 201);
    }

    void refusesABehaviourItDoesNotKnow_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << QByteArray("delay");
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("unknown key") << QByteArray(R"({"notice_copies": 3, "notice_copys": 2})");
        QTest::newRow("unknown fault") << QByteArray(R"({"notice_copies": 3, "create_fault": "flood"})");
        QTest::newRow("text for a number") << QByteArray(R"({"notice_copies": "2"})");
        QTest::newRow("half a copy") << QByteArray(R"({"notice_copies": 1.5})");
        QTest::newRow("negative delay") << QByteArray(R"({"notice_copies": 3, "notice_delay_ms": -1})");
        QTest::newRow("number for a yes") << QByteArray(R"({"notice_copies": 3, "notice_lost": 1})");
        QTest::newRow("unknown currency") << QByteArray(R"({"notice_copies": 3, "pays_currency": "ZZZ"})");
    }
    void refusesABehaviourItDoesNotKnow()
    {
        QFETCH(QByteArray, body);
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto answer = study.call("POST", u"/sandbox/behaviour"_s, body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(BankUnderStudy::errorCode(answer), u"behaviour.malformed"_s);
        QCOMPARE(BankUnderStudy::json(study.behave({}))[u"notice_copies"], 1);
    }

    void asksForTheKeyWhereTheSellerCalls()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const QList<std::pair<QByteArray, QString>> sellers{{"POST", u"/sandbox/charges"_s},
                                                            {"GET", u"/sandbox/charges"_s},
                                                            {"GET", u"/sandbox/charges/00"_s},
                                                            {"POST", u"/sandbox/charges/00/refunds"_s}};
        for (const auto &[method, path] : sellers) {
            for (const BankHeaders &headers : {BankHeaders{}, BankHeaders{{"authorization", "Bearer wrong"}},
                                               BankHeaders{{"authorization", "sandbox-api-key"}}})
                QCOMPARE(study.bank().handle(method, path, {}, headers, {}).status, 401);
        }
        const auto charge = study.create();
        QCOMPARE(study.bank().handle("POST", u"/sandbox/pay"_s, {}, {}, study.codeOf(charge)).status, 200);
        QCOMPARE(study.bank().handle("GET", u"/sandbox/counts"_s, {}, {}, {}).status, 200);
    }

    void answersUnknownPathsAndMethods()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        for (const auto &path : {u"/sandbox"_s, u"/sandbox/"_s, u"/sandbox/pay/"_s, u"/pay"_s, u"/x/sandbox/pay"_s,
                                 u"/sandbox/charges/a/b"_s, u"/sandbox/charges/../pay"_s, u"/sandbox/pay\n"_s})
            QCOMPARE(study.call("POST", path).status, 404);
        const auto answer = study.call("DELETE", u"/sandbox/charges"_s);
        QCOMPARE(answer.status, 405);
        QVERIFY(answer.headers.contains({"allow", "POST, GET"}));
    }

    void countsWhatHappened()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.create(u"a"_s);
        study.pay(study.codeOf(study.create(u"b"_s)));
        study.clock.advance(std::chrono::milliseconds(0));
        const auto counts = BankUnderStudy::json(study.call("GET", u"/sandbox/counts"_s));
        QCOMPARE(counts[u"charges"], 2);
        QCOMPARE(counts[u"payments"], 1);
        QCOMPARE(counts[u"notices"], 1);
        QCOMPARE(counts[u"by_reference"][u"a"][u"payments"], 0);
        QCOMPARE(counts[u"by_reference"][u"b"][u"payments"], 1);
        QCOMPARE(counts[u"by_reference"][u"b"][u"notices"], 1);
    }
};

QTEST_APPLESS_MAIN(TestBank)
#include "tst_bank.moc"
