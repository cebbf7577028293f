// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/demo/autosale.h"
#include "server/demo/salechecks.h"

namespace rastro::server {

/// `rastro demo --auto`: a sale through the ad, then one of another person who opens the bot directly; prints both
/// trails, every check, and as the last line "N passed, N failed". Core thread.
class AutoDemo : public QObject
{
    Q_OBJECT

public:
    explicit AutoDemo(DemoInstallation &demo, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    /// Everything is printed.
    void finished(bool allPassed);

private:
    using Sales = QList<std::optional<SaleStored>>;

    void sold(const QString &sale, const QString &trouble);
    void read();
    void tell(const Sales &sales);

    DemoInstallation &m_demo;
    AutoSale m_ad;
    AutoSale m_organic;
    Checklist m_list;
    Micros m_deadline = 0;
};

} // namespace rastro::server
