// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpheaders.h"
#include "http/limits.h"

#include <QtCore/QVarLengthArray>

namespace rastro::http {

/// What the first bytes of a request amount to. Views and offsets point into the bytes that were scanned.
struct HeadScan
{
    enum class Verdict { NeedMore, Complete, Refused };

    Verdict verdict = Verdict::NeedMore;
    int status = 0;          ///< Refused: what to answer before closing.
    const char *reason = ""; ///< Refused: which rule was broken, for logs and tests.
    qsizetype headSize = 0;  ///< Complete: bytes to the end of the empty line.
    QByteArrayView method{};
    QByteArrayView path{}; ///< Origin form; an absolute-form target without its scheme and authority.
    QByteArrayView query{};
    bool http10 = false;
    bool close = false;   ///< The connection ends after the answer.
    bool chunked = false; ///< The body comes in chunks; contentLength is then 0.
    bool expectContinue = false;
    qint64 contentLength = 0;
    qsizetype fieldsAt = 0; ///< Where the field lines begin: Field offsets count from here.
    QVarLengthArray<HttpHeaders::Field, 32> fields;
};

/// Judges a request's head strictly (RFC 9112): what two parsers could read in two ways is refused, not repaired.
/// Line ends are CRLF; one empty line before the request line is skipped. Refuses as soon as the bytes so far can no
/// longer become a good head. Pure: the same bytes and limits give the same verdict, on any thread.
[[nodiscard]] HeadScan scanHead(QByteArrayView bytes, const Limits &limits);

} // namespace rastro::http
