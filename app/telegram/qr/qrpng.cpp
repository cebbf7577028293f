// SPDX-License-Identifier: GPL-3.0-or-later
#include "qrpng.h"

#include "bilevelpng.h"

#include <memory>
#include <qrencode.h>

using namespace Qt::StringLiterals;

namespace rastro::telegram {

namespace {

constexpr int largestScale = 32;
constexpr int widestMargin = 16;

struct CodeDeleter
{
    void operator()(QRcode *code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, CodeDeleter>;

// One row of pixels through the modules of row `y`; a set bit is white, as in the PNG.
QByteArray pixelRow(const QRcode &code, int y, int scale, int margin)
{
    const int width = (code.width + 2 * margin) * scale;
    QByteArray row((width + 7) / 8, '\xff');
    for (int x = 0; y >= 0 && y < code.width && x < code.width; ++x) {
        const bool black = (code.data[y * code.width + x] & 1) != 0; // libqrencode: bit 0 of a module is its colour.
        for (int pixel = (x + margin) * scale; black && pixel < (x + margin + 1) * scale; ++pixel)
            row[pixel / 8] = static_cast<char>(row[pixel / 8] & ~(0x80 >> (pixel % 8)));
    }
    return row;
}

} // namespace

Result<QByteArray> qrPng(const QString &text, int scale, int margin)
{
    if (scale < 1 || scale > largestScale || margin < 0 || margin > widestMargin)
        return failure(u"qr.size"_s, u"A QR code is drawn with a scale of 1 to 32 and a margin of 0 to 16."_s);
    const auto bytes = text.toUtf8();
    if (bytes.isEmpty())
        return failure(u"qr.empty"_s, u"There is nothing to draw as a QR code."_s);
    const auto *data = reinterpret_cast<const unsigned char *>(bytes.constData());
    const Code code(QRcode_encodeData(static_cast<int>(bytes.size()), data, 0, QR_ECLEVEL_M));
    if (!code)
        return failure(u"qr.too_long"_s,
                       u"A QR code of this kind holds at most 2331 bytes, not %1."_s.arg(bytes.size()));

    QByteArrayList rows;
    for (int y = -margin; y < code->width + margin; ++y)
        rows.append(QList<QByteArray>(scale, pixelRow(*code, y, scale, margin)));
    return bilevelPng(rows, (code->width + 2 * margin) * scale);
}

} // namespace rastro::telegram
