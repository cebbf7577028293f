// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/copiedclicks.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::core;

namespace {

/// Stores nothing; answers what it is told, and notes in which order things happen.
struct Ports : ClickRecorder, BrowserReports, ClickCache
{
    void record(CapturedClick, qint64, ClickRecorder::Done done) override { done(outcome); }
    void add(const TrackingToken &, const QString &, const QString &, BrowserReports::Done done) override
    {
        done(outcome);
    }
    void put(qint64 workspaceId, const Click &click) override
    {
        events.append(u"put %1 in %2"_s.arg(click.fbclid).arg(workspaceId));
    }
    void addBrowserIds(const TrackingToken &, const QString &fbp, const QString &fbc) override
    {
        events.append(u"add %1 %2"_s.arg(fbp, fbc));
    }

    Result<void> outcome;
    QStringList events;
};

CapturedClick captured(const QString &traffic)
{
    Click click{.token = TrackingToken::parse(u"0123456789abcdef0123456789abcdef"_s).value()};
    click.fbclid = u"x"_s;
    click.traffic = traffic;
    return {click, {}, false};
}

} // namespace

/// Which clicks are copied beside the database, and when.
class CopiedClicksTest : public QObject
{
    Q_OBJECT

private:
    Ports m_ports;
    CopiedClicks m_clicks{m_ports, m_ports, m_ports};

    void record(const QString &traffic)
    {
        m_clicks.record(captured(traffic), 4,
                        [this](const Result<void> &done) { m_ports.events.append(done ? u"answered"_s : u"lost"_s); });
    }

private Q_SLOTS:
    void init()
    {
        m_ports.outcome = {};
        m_ports.events.clear();
    }

    void theVisitorIsAnsweredFirst()
    {
        record(u"person"_s);
        QCOMPARE(m_ports.events, (QStringList{u"answered"_s, u"put x in 4"_s}));
    }

    void whatWasNotStoredIsNotCopied()
    {
        m_ports.outcome = failure(u"storage.full"_s, u"The disk is full."_s);
        record(u"person"_s);
        QCOMPARE(m_ports.events, QStringList{u"lost"_s});
        m_clicks.add(captured({}).click.token, u"p"_s, u"c"_s, [](const Result<void> &) {});
        QCOMPARE(m_ports.events, QStringList{u"lost"_s});
    }

    void previewsAndCrawlersAreNotCopied()
    {
        record(u"preview"_s);
        record(u"crawler"_s);
        QCOMPARE(m_ports.events, (QStringList{u"answered"_s, u"answered"_s}));
    }

    void browserIdsFollow()
    {
        m_clicks.add(captured({}).click.token, u"p"_s, u"c"_s, [](const Result<void> &) {});
        QCOMPARE(m_ports.events, QStringList{u"add p c"_s});
    }
};

QTEST_GUILESS_MAIN(CopiedClicksTest)
#include "tst_copiedclicks.moc"
