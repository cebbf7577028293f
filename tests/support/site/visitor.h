// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpheaders.h"

#include <QtNetwork/QTcpSocket>

namespace rastro::testing {

/// One answer as it came.
struct Answer
{
    int status = 0;
    http::HttpHeaders headers;
    QByteArray body;
};

/// Asks a server on loopback and waits for the answer: follows nothing, keeps no cookies, adds no headers of its own
/// beside Host and Connection. `headers` are lines without their end.
inline Answer ask(quint16 port, const QByteArray &method, const QByteArray &target, const QByteArrayList &headers = {},
                  const QByteArray &body = {}, const QByteArray &host = "127.0.0.1")
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    if (!socket.waitForConnected(5000))
        return {};
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
    for (const QByteArray &header : headers)
        request += header + "\r\n";
    if (!body.isEmpty())
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    socket.write(request + "\r\n" + body);
    while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(10'000)) {
    }
    const QByteArray raw = socket.readAll();
    const qsizetype end = raw.indexOf("\r\n\r\n");
    const QByteArrayList lines = raw.left(end).split('\n');
    Answer answer;
    answer.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.add(line.left(colon), line.mid(colon + 1).trimmed());
    }
    answer.body = raw.mid(end + 4);
    return answer;
}

/// By what a visitor is recognised, as the answer sets it.
inline QByteArray visitorCookie(const Answer &answer)
{
    return answer.headers.value("Set-Cookie").mid(3, 32);
}

/// As a person's phone asks.
inline const QByteArray PhoneAgent = "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
                                     "AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

} // namespace rastro::testing
