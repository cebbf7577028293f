// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/autodemo.h"

#include "server/commands/command.h"

#include <QtCore/QDateTime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr qint64 buyerThroughAd = 6118531418;
constexpr qint64 buyerWithoutAd = 6118531419;

void printTrail(const QString &title, const std::optional<SaleStored> &sale)
{
    print(title);
    if (!sale) {
        print(u"  No payment was made.\n"_s);
        return;
    }
    print(u"  "_s + sale->trace.verdict);
    for (const core::TrailEntry &entry : sale->trace.trail) {
        const auto time = QDateTime::fromMSecsSinceEpoch(entry.at / 1000).toString(u"HH:mm:ss.zzz"_s);
        print(u"  %1  %2 %3"_s.arg(time).arg(entry.step, -20).arg(entry.text));
    }
    print({});
}

} // namespace

AutoDemo::AutoDemo(DemoInstallation &demo, QObject *parent)
    : QObject(parent)
    , m_demo(demo)
    , m_ad(demo, buyerThroughAd, true)
    , m_organic(demo, buyerWithoutAd, false)
{
    connect(&m_ad, &AutoSale::finished, this, [this](const QString &trouble) {
        sold(u"Ad sale: from the click to the delivery page"_s, trouble);
        m_organic.start();
    });
    connect(&m_organic, &AutoSale::finished, this, [this](const QString &trouble) {
        sold(u"Organic sale: from Start to the delivery page"_s, trouble);
        m_deadline = m_demo.runtime().clock().now() + std::chrono::microseconds(10s).count();
        read();
    });
}

void AutoDemo::start()
{
    m_ad.start();
}

void AutoDemo::sold(const QString &sale, const QString &trouble)
{
    m_list.title(sale);
    m_list.that(u"every step happened"_s, trouble.isEmpty(), trouble);
}

// Again while an event's answer is on its way into the trail.
void AutoDemo::read()
{
    m_demo.runtime().database().transact<Sales>(
        this,
        [ad = m_ad.seen().reference, organic = m_organic.seen().reference](core::UnitOfWork &uow) {
            return Sales{readSale(uow, ad), readSale(uow, organic)};
        },
        [this](const Result<Sales> &sales) {
            auto &clock = m_demo.runtime().clock();
            const bool unsettled = sales && std::any_of(sales->begin(), sales->end(),
                                                        [](const auto &sale) { return sale && sale->isOnItsWay(); });
            if (unsettled && clock.now() < m_deadline)
                clock.after(20ms, this, [this] { read(); });
            else
                tell(sales ? *sales : Sales{std::nullopt, std::nullopt});
        });
}

void AutoDemo::tell(const Sales &sales)
{
    printTrail(u"A sale through the ad"_s, sales.at(0));
    printTrail(u"A sale without an ad"_s, sales.at(1));
    const auto &meta = m_demo.world().meta();
    checkAttributed(m_list, m_ad.seen(), sales.at(0).value_or(SaleStored{}), meta);
    checkOrganic(m_list, m_organic.seen(), sales.at(1).value_or(SaleStored{}), meta);
    m_list.that(u"the pixel refused nothing"_s, meta.refusals().isEmpty());
    for (const QString &line : m_list.lines())
        print(line);
    print({});
    print(m_list.summary());
    Q_EMIT finished(m_list.failed() == 0);
}

} // namespace rastro::server
