// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>
#include <csignal>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 90'000;

QString buildFolder()
{
    return QStringLiteral(RASTRO_BUILD_DIR);
}

struct Outcome
{
    int status = -1;
    QStringList lines; ///< Of standard output.
    QString complaint; ///< Standard error.
    int passed = -1;   ///< Of the last line.
    int failed = -1;
};

Outcome run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    Outcome outcome;
    if (!process.waitForFinished(patience) || process.exitStatus() != QProcess::NormalExit)
        return outcome;
    outcome.status = process.exitCode();
    outcome.lines = QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    outcome.complaint = QString::fromUtf8(process.readAllStandardError());
    static const QRegularExpression summary(uR"(\A([0-9]+) passed, ([0-9]+) failed\z)"_s);
    const auto match = summary.match(outcome.lines.value(outcome.lines.size() - 1));
    if (match.hasMatch()) {
        outcome.passed = match.captured(1).toInt();
        outcome.failed = match.captured(2).toInt();
    }
    return outcome;
}

// The program with plugins of the test's choice beside it. The same file under another name, or a copy.
QString installed(const QString &folder, const QStringList &plugins)
{
    const auto bring = [](const QString &from, const QString &to) {
        std::error_code failed;
        std::filesystem::create_hard_link(from.toStdString(), to.toStdString(), failed);
        return !failed || QFile::copy(from, to);
    };
    const QDir place(folder);
    bool complete = place.mkpath(u"bin"_s) && place.mkpath(u"lib/rastro/plugins"_s) &&
                    bring(buildFolder() + u"/bin/rastro"_s, folder + u"/bin/rastro"_s);
    for (const QString &plugin : plugins)
        complete = bring(plugin, folder + u"/lib/rastro/plugins/"_s + QFileInfo(plugin).fileName()) && complete;
    return complete ? folder + u"/bin/rastro"_s : QString();
}

QString plugin(const QString &id)
{
    return buildFolder() + u"/lib/rastro/plugins/"_s + id + u".so"_s;
}

} // namespace

class TestDemo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAttributionFieldArrives();
    void noticesThatEveryAdIsLost();
    void refusesToStartWithoutTracking();
    void saysWhatToDoWhenThePortIsTaken();
    void showsThePageToThisMachineAndEndsWhenAsked();

private:
    [[nodiscard]] static QByteArray fetch(quint16 port, const QByteArray &target, const QByteArray &headers = {});
};

void TestDemo::everyAttributionFieldArrives()
{
    const auto outcome = run(buildFolder() + u"/bin/rastro"_s, {u"demo"_s, u"--auto"_s});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.lines.join(u'\n') + outcome.complaint));
    QCOMPARE(outcome.failed, 0);
    QVERIFY2(outcome.passed >= 50, qPrintable(outcome.lines.last()));
    QCOMPARE(outcome.complaint, QString());
    for (const QString &step : {u"click.stored"_s, u"token.bound"_s, u"payment.attached"_s, u"payment.paid"_s,
                                u"delivery.opened"_s, u"user.organic"_s, u"payment.organic"_s})
        QVERIFY2(!outcome.lines.filter(step).isEmpty(), qPrintable(step));
}

void TestDemo::noticesThatEveryAdIsLost()
{
    const QTemporaryDir folder;
    const auto forgetful = buildFolder() + u"/tests/plugins/forgetful/forgetful_tracking.so"_s;
    const auto program = installed(folder.path(), {forgetful, plugin(u"meta"_s), plugin(u"sandbox"_s)});
    QVERIFY(!program.isEmpty());
    const auto outcome = run(program, {u"demo"_s, u"--auto"_s});
    QVERIFY2(outcome.status == 1, qPrintable(outcome.lines.join(u'\n') + outcome.complaint));
    for (const QString &field : {u"tracking_session_id"_s, u"tracking_token"_s, u"fbclid"_s, u"fbp of Purchase"_s,
                                 u"fbc of Purchase"_s, u"utm_campaign"_s, u"pageview_event_id"_s})
        QVERIFY2(!outcome.lines.filter(QRegularExpression(u"✗ .*"_s + field)).isEmpty(), qPrintable(field));
    QVERIFY(outcome.failed > 10);
    QVERIFY(outcome.passed > 10); // the organic sale is as it was
}

void TestDemo::refusesToStartWithoutTracking()
{
    const QTemporaryDir folder;
    const auto program = installed(folder.path(), {plugin(u"meta"_s), plugin(u"sandbox"_s)});
    QVERIFY(!program.isEmpty());
    const auto outcome = run(program, {u"demo"_s, u"--auto"_s});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.complaint.contains(u"tracking"_s), qPrintable(outcome.complaint));
}

void TestDemo::saysWhatToDoWhenThePortIsTaken()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const auto taken = u"127.0.0.1:%1"_s.arg(other.serverPort());
    const auto outcome = run(buildFolder() + u"/bin/rastro"_s, {u"demo"_s, u"--listen"_s, taken});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.complaint.contains(u"--listen 127.0.0.1:"_s), qPrintable(outcome.complaint));
}

QByteArray TestDemo::fetch(quint16 port, const QByteArray &target, const QByteArray &headers)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!socket.waitForConnected(patience))
        return {};
    socket.write("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                 "\r\nConnection: close\r\n" + headers + "\r\n");
    while (socket.waitForReadyRead(patience)) {
    }
    return socket.readAll();
}

void TestDemo::showsThePageToThisMachineAndEndsWhenAsked()
{
    QProcess demo;
    demo.start(buildFolder() + u"/bin/rastro"_s, {u"demo"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    QVERIFY(demo.waitForReadyRead(patience));
    static const QRegularExpression address(u"http://127\\.0\\.0\\.1:([0-9]+)/demo"_s);
    const auto match = address.match(QString::fromUtf8(demo.readAllStandardOutput()));
    QVERIFY(match.hasMatch());
    const auto port = match.captured(1).toUShort();

    // The server says 503 until it has read its shop.
    QTRY_VERIFY_WITH_TIMEOUT(fetch(port, "/demo", "Accept-Language: en\r\n").startsWith("HTTP/1.1 200"), patience);
    const auto page = fetch(port, "/demo", "Accept-Language: en\r\n");
    QVERIFY(page.contains("default-src 'none'"));
    QVERIFY(page.contains("Open the bot directly"));
    QVERIFY(!page.contains("{{"));
    QVERIFY(fetch(port, "/demo", "Accept-Language: pt-BR\r\n").contains("Abrir o bot direto"));
    QVERIFY(fetch(port, "/demo/trail?after=0").contains("\"entries\":["));
    QVERIFY(fetch(port, "/demo/events").contains("\"events\":[]"));
    for (const QByteArray path : {"/demo", "/demo/trail", "/demo/events", "/demo/sale", "/t.me/rastro_demo_bot"})
        QVERIFY2(fetch(port, path, "X-Forwarded-For: 203.0.113.9\r\n").startsWith("HTTP/1.1 404"), path.constData());

    QCOMPARE(::kill(pid_t(demo.processId()), SIGINT), 0);
    QVERIFY(demo.waitForFinished(patience));
    QCOMPARE(demo.exitStatus(), QProcess::NormalExit);
    QCOMPARE(demo.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
