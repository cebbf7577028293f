// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <chrono>

/// A client that sends exactly the bytes it is given, over loopback. Every wait is bounded. One thread.
class RawClient
{
public:
    /// Connects; see isOpen().
    explicit RawClient(quint16 port);
    ~RawClient();
    Q_DISABLE_COPY_MOVE(RawClient)

    struct Response
    {
        int status = 0; ///< 0: none came in time.
        QByteArray head;
        QByteArray body;
        [[nodiscard]] QByteArray field(QByteArrayView name) const; ///< First one, lower-case name; empty: none.
    };

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    /// All bytes, as long as the peer takes them.
    bool send(QByteArrayView bytes);
    /// What the socket takes now; -1 when the connection is broken.
    qsizetype sendSome(QByteArrayView bytes);
    /// The next answer. With `toHead`, none has a body.
    [[nodiscard]] Response response(bool toHead = false);
    /// Whether anything arrives (or the peer closes) in that time.
    [[nodiscard]] bool waitForInput(std::chrono::milliseconds time);
    /// Whether the peer closes; what it still sends is kept in rest().
    [[nodiscard]] bool waitForClose();
    [[nodiscard]] const QByteArray &rest() const { return m_input; }

    void finishSending();
    void close();
    /// Closes with a reset instead of an orderly end.
    void reset();

private:
    bool receive();

    int m_descriptor = -1;
    bool m_ended = false;
    QByteArray m_input;
};

/// Resident memory of this process, in bytes.
[[nodiscard]] qint64 residentMemory();
