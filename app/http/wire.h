// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <span>

namespace rastro::http {

/// Owns one connected, non-blocking stream socket. One thread.
class Wire
{
public:
    /// Takes over `descriptor`: makes it non-blocking, without Nagle's delay.
    explicit Wire(int descriptor);
    ~Wire();
    Q_DISABLE_COPY_MOVE(Wire)

    enum class Outcome { Done, WouldBlock, Ended, Broken };
    struct Transfer
    {
        Outcome outcome = Outcome::WouldBlock;
        qsizetype size = 0; ///< Bytes moved; more than 0 only with Done.
    };

    /// Ended: the peer has closed its side.
    Transfer read(std::span<char> into);
    /// Never raises SIGPIPE.
    Transfer write(QByteArrayView bytes);
    /// Tells the peer that nothing more will come.
    void finish();
    void close();
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

} // namespace rastro::http
