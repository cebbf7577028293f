// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/ports/leases.h"

#include <QtCore/QMap>

namespace rastro::core {

/// This server as one of the nodes on the database: says that it lives, looks after what dead nodes left, and holds the
/// leases that it wants and gets. Core thread only.
class Membership final : public Leases
{
    Q_OBJECT

public:
    /// `place`: as of joinNodes(), which has been called for it.
    Membership(Database &database, Clock &clock, QString place, QObject *parent = nullptr);

    void start();
    /// No more beats. The node is left by leaveNodes().
    void stop() { m_stopped = true; }
    [[nodiscard]] bool isStopped() const { return m_stopped; }

    void want(const QString &lease) override;
    void giveUp(const QString &lease) override;
    [[nodiscard]] std::optional<qint64> fence(const QString &lease) const override;

private:
    using Fences = QMap<QString, std::optional<qint64>>;

    void beat();
    void beatLater();
    void seek(const QStringList &leases);
    void take(const Fences &seen);

    Database &m_database;
    Clock &m_clock;
    const QString m_place;
    Fences m_leases; ///< All that are wanted.
    bool m_stopped = false;
};

} // namespace rastro::core
