// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankunderstudy.h"

#include "sandbox/bank/fileledger.h"

#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::sandbox;
using rastro::test::BankUnderStudy;

namespace {

// While it lives, no file of this process grows beyond `bytes`: a full disk, as write() sees it.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(qint64 bytes)
    {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{static_cast<rlim_t>(bytes), m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
    void (*m_handler)(int) = SIG_DFL;
};

} // namespace

class TestFileLedger : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

    [[nodiscard]] QByteArray content() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void append(const QByteArray &bytes) const
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::Append));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void init()
    {
        static int number = 0;
        m_path = m_folder.filePath(u"%1/data/bank.jsonl"_s.arg(++number));
    }

    void makesItsFolderAndBeginsEmpty()
    {
        FileLedger ledger(m_path);
        const auto charges = ledger.load();
        QVERIFY2(charges, qPrintable(charges ? QString() : charges.error().message));
        QVERIFY(charges->isEmpty());
        QVERIFY(QFileInfo::exists(m_path));
    }

    void keepsAllThatTheBankKnewThroughAKill()
    {
        QList<BankCharge> before;
        BankCounts counts;
        {
            FileLedger ledger(m_path);
            BankUnderStudy study(ledger);
            study.behave({{u"reference"_s, u"later"_s}, {u"notice_delay_ms"_s, 5000}, {u"forged_claims"_s, 1}});
            study.create(u"open"_s);
            study.create(u"open"_s);
            study.pay(study.codeOf(study.create(u"later"_s, 999'999'999'999)));
            const auto refunded = study.create(u"refunded"_s);
            study.pay(study.codeOf(refunded));
            study.post(u"/sandbox/charges/"_s + refunded[u"id"].toString() + u"/refunds"_s,
                       {{u"refund_id"_s, u"r1"_s}, {u"minor"_s, 7}});
            before = study.bank().charges();
            counts = study.bank().counts();
        }
        FileLedger ledger(m_path);
        BankUnderStudy study(ledger);
        QVERIFY(study.opened);
        QCOMPARE(study.bank().charges(), before);
        QCOMPARE(study.bank().counts(), counts);
        QCOMPARE(before.size(), 3);
        QCOMPARE(before[1].owed.size(), 2);
        QCOMPARE(before[2].refunds.size(), 1);
    }

    void isPaidOnceHoweverOftenItIsKilled()
    {
        QByteArray code;
        {
            FileLedger ledger(m_path);
            BankUnderStudy study(ledger);
            code = study.codeOf(study.create());
        }
        {
            FileLedger ledger(m_path);
            BankUnderStudy study(ledger);
            QCOMPARE(study.pay(code).status, 200);
        }
        FileLedger ledger(m_path);
        BankUnderStudy study(ledger);
        QCOMPARE(study.pay(code).status, 409);
        QCOMPARE(study.create()[u"pix_code"].toString().toUtf8(), code);
        QCOMPARE(study.bank().counts().charges, 1);
    }

    void cutsOffATornLastLineWhereverItIsTorn()
    {
        QByteArray whole;
        {
            FileLedger ledger(m_path);
            BankUnderStudy study(ledger);
            study.create(u"first"_s);
            whole = content();
            study.create(u"second"_s);
        }
        const auto all = content();
        for (auto size = whole.size(); size < all.size(); size += 37) {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(all.left(size));
            file.close();

            FileLedger ledger(m_path);
            BankUnderStudy study(ledger);
            QVERIFY(study.opened);
            QCOMPARE(study.bank().counts().charges, 1);
            QCOMPARE(content(), whole);
            study.create(u"third"_s);
            FileLedger again(m_path);
            QCOMPARE(again.load()->size(), 2);
        }
    }

    void cutsOffALastLineOfZerosWithItsEnd()
    {
        FileLedger ledger(m_path);
        BankUnderStudy study(ledger);
        study.create();
        append(QByteArray(100, '\0') + '\n');
        study.restart();
        QVERIFY(study.opened);
        QCOMPARE(study.bank().counts().charges, 1);
    }

    void refusesALedgerThatIsBrokenInItsMiddle()
    {
        FileLedger ledger(m_path);
        BankUnderStudy study(ledger);
        study.create(u"first"_s);
        append("not a charge\n{}\n");
        const auto broken = content();
        study.restart();
        QVERIFY(!study.opened);
        QCOMPARE(study.opened.error().code, u"ledger.corrupt"_s);
        QVERIFY2(study.opened.error().message.contains(u"Line 2"_s), qPrintable(study.opened.error().message));
        QCOMPARE(content(), broken);
    }

    void saysSoWhereItCannotBeOpened()
    {
        FileLedger ledger(m_folder.path());
        const auto charges = ledger.load();
        QVERIFY(!charges);
        QCOMPARE(charges.error().code, u"ledger.open"_s);
    }

    void leavesNoHalfLineWhereTheDiskIsFull()
    {
        FileLedger ledger(m_path);
        BankUnderStudy study(ledger);
        study.create(u"first"_s);
        const auto before = content();
        {
            const FileSizeLimit limit(before.size() + 20);
            const auto answer = study.post(u"/sandbox/charges"_s, BankUnderStudy::request(u"second"_s));
            QCOMPARE(answer.status, 500);
            QCOMPARE(BankUnderStudy::errorCode(answer), u"ledger.write"_s);
            QCOMPARE(study.bank().counts().charges, 1);
            QCOMPARE(content(), before);
        }
        study.create(u"third"_s);
        study.restart();
        QVERIFY(study.opened);
        QCOMPARE(study.bank().counts().charges, 2);
    }
};

QTEST_APPLESS_MAIN(TestFileLedger)
#include "tst_fileledger.moc"
