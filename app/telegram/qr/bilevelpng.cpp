// SPDX-License-Identifier: GPL-3.0-or-later
#include "bilevelpng.h"

#include <QtCore/QtEndian>

namespace rastro::telegram {

namespace {

// CRC-32 of PNG, section "CRC algorithm": polynomial 0xEDB88320, reflected.
quint32 crc32(const QByteArray &bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
    }
    return crc ^ 0xFFFFFFFF;
}

QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray chunk(const QByteArray &name, const QByteArray &data)
{
    return bigEndian(static_cast<quint32>(data.size())) + name + data + bigEndian(crc32(name + data));
}

// The zlib stream that PNG wants; qCompress() puts the uncompressed size in four bytes before it.
QByteArray deflated(const QByteArray &bytes)
{
    return qCompress(bytes, 9).mid(4);
}

} // namespace

QByteArray bilevelPng(const QByteArrayList &rows, int width)
{
    const QByteArray oneBitGrey("\x01\x00\x00\x00\x00", 5); // Depth 1, greyscale, deflate, filters, no interlace.
    const auto header =
        bigEndian(static_cast<quint32>(width)) + bigEndian(static_cast<quint32>(rows.size())) + oneBitGrey;
    QByteArray pixels;
    for (const auto &row : rows)
        pixels += '\0' + row; // Each row names its filter: none.
    return QByteArray("\x89PNG\r\n\x1a\n") + chunk("IHDR", header) + chunk("IDAT", deflated(pixels)) +
           chunk("IEND", {});
}

} // namespace rastro::telegram
