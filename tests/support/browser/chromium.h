// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QDeadlineTimer>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <functional>

namespace rastro::testing {

/// A headless Chromium of this test's own, driven by the DevTools protocol over a pipe: no port, no driver, and it ends
/// with the test. It reaches nothing but 127.0.0.1. Every call blocks the test's thread; servers under test have their
/// own.
class Chromium
{
public:
    Chromium() = default;
    ~Chromium();
    Q_DISABLE_COPY_MOVE(Chromium)

    /// False, with the reason in error(), when no Chromium can be started.
    [[nodiscard]] bool start();
    [[nodiscard]] const QString &error() const { return m_error; }

    /// Calls a method of the protocol and waits for its result; empty when it fails or the browser is gone.
    QJsonObject call(const QString &method, const QJsonObject &params = {}, const QString &session = {});
    /// Reads events until `enough` says true; false after the deadline.
    [[nodiscard]] bool readUntil(const std::function<bool()> &enough, QDeadlineTimer deadline = QDeadlineTimer(60'000));
    /// All events of a session so far, oldest first.
    [[nodiscard]] QList<QJsonObject> events(const QString &session) const;

private:
    [[nodiscard]] bool readMessage(QDeadlineTimer deadline);

    QProcess m_process;
    QTemporaryDir m_profile;
    QString m_error;
    int m_toBrowser = -1;
    int m_fromBrowser = -1;
    int m_lastId = 0;
    QByteArray m_buffer;
    QList<QJsonObject> m_events;
    QHash<int, QJsonObject> m_results;
};

} // namespace rastro::testing
