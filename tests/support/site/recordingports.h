// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/browserreports.h"
#include "core/click/clickrecorder.h"
#include "core/click/deliveries.h"

#include <QtCore/QHash>
#include <QtCore/QSet>
#include <mutex>
#include <thread>

namespace rastro::testing {

/// Keeps the clicks in memory. Answers from another thread, as storage does.
class RecordingClicks : public core::ClickRecorder
{
public:
    struct Recorded
    {
        core::CapturedClick captured;
        qint64 workspaceId = 0;
    };

    void record(core::CapturedClick captured, qint64 workspaceId, Done done) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_failing)
            m_recorded.append({captured, workspaceId});
        const Result<void> result =
            m_failing ? Result<void>(failure(QStringLiteral("storage.full"), {})) : Result<void>();
        if (m_held)
            m_waiting.append([done = std::move(done), result] { done(result); });
        else
            m_answers.emplace_back([done = std::move(done), result] { done(result); });
    }
    /// From now on nothing is answered, as by a disk that hangs.
    void hold()
    {
        const std::lock_guard lock(m_mutex);
        m_held = true;
    }
    /// Answers all that waits, on the caller's thread.
    void release()
    {
        QList<std::function<void()>> waiting;
        {
            const std::lock_guard lock(m_mutex);
            m_held = false;
            waiting.swap(m_waiting);
        }
        for (const auto &answer : waiting)
            answer();
    }
    void fail(bool failing)
    {
        const std::lock_guard lock(m_mutex);
        m_failing = failing;
    }
    [[nodiscard]] QList<Recorded> recorded() const
    {
        const std::lock_guard lock(m_mutex);
        return m_recorded;
    }
    [[nodiscard]] Click last() const
    {
        const std::lock_guard lock(m_mutex);
        return m_recorded.last().captured.click;
    }

private:
    mutable std::mutex m_mutex;
    bool m_failing = false;
    bool m_held = false;
    QList<Recorded> m_recorded;
    QList<std::function<void()>> m_waiting;
    std::vector<std::jthread> m_answers; // joined before the rest dies
};

/// Keeps the reports of browsers in memory.
class RecordingReports : public core::BrowserReports
{
public:
    struct Report
    {
        QString token;
        QString fbp;
        QString fbc;
    };

    void add(const TrackingToken &token, const QString &fbp, const QString &fbc, Done done) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_reports.append({token.toString(), fbp, fbc});
        }
        done({});
    }
    [[nodiscard]] QList<Report> reports() const
    {
        const std::lock_guard lock(m_mutex);
        return m_reports;
    }

private:
    mutable std::mutex m_mutex;
    QList<Report> m_reports;
};

/// Deliveries in memory, with the promise of the real ones: the purchase is given once.
class FakeDeliveries : public core::Deliveries
{
public:
    void put(const QString &token, const core::OpenedDelivery &delivery)
    {
        const std::lock_guard lock(m_mutex);
        m_deliveries.insert(token, delivery);
    }
    void fail(bool failing)
    {
        const std::lock_guard lock(m_mutex);
        m_failing = failing;
    }
    void open(const QString &token, bool mayReport, Done done) override { done(take(token, mayReport)); }

private:
    Result<std::optional<core::OpenedDelivery>> take(const QString &token, bool mayReport)
    {
        const std::lock_guard lock(m_mutex);
        if (m_failing)
            return failure(QStringLiteral("storage.busy"), {}, ErrorClass::Retry);
        if (!m_deliveries.contains(token))
            return std::optional<core::OpenedDelivery>();
        core::OpenedDelivery delivery = m_deliveries.value(token);
        if (!mayReport || m_given.contains(token))
            delivery.purchase.reset();
        if (mayReport)
            m_given.insert(token);
        return std::optional(delivery);
    }

    mutable std::mutex m_mutex;
    bool m_failing = false;
    QHash<QString, core::OpenedDelivery> m_deliveries;
    QSet<QString> m_given;
};

} // namespace rastro::testing
