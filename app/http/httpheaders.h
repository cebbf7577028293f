// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <vector>

namespace rastro::http {

/// Header fields in order, names compared without case (ASCII). A plain value: one block of text and an index into
/// it, so that taking over thirty fields costs two allocations.
class HttpHeaders
{
public:
    /// Where one field lies in the block.
    struct Field
    {
        quint32 name = 0;
        quint32 nameSize = 0;
        quint32 value = 0;
        quint32 valueSize = 0;
    };

    HttpHeaders() = default;
    /// For the parser: `block` is whole header lines, `fields` index it.
    HttpHeaders(QByteArray block, std::vector<Field> fields);

    /// Appends a field. False, and nothing is added, when `name` is not a token or `value` holds CR, LF or another
    /// control character (header injection): the caller decides whether that is an error.
    bool add(QByteArrayView name, QByteArrayView value);

    [[nodiscard]] bool contains(QByteArrayView name) const;
    /// The first field of that name; empty when there is none.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
    /// The same as a view into this object: valid while it lives unchanged.
    [[nodiscard]] QByteArrayView view(QByteArrayView name) const;
    /// All fields of that name as one value, in order; empty when there is none.
    [[nodiscard]] QByteArray joined(QByteArrayView name, QByteArrayView separator) const;
    /// All fields of that name, in order.
    [[nodiscard]] QList<QByteArray> values(QByteArrayView name) const;

    [[nodiscard]] qsizetype size() const { return qsizetype(m_fields.size()); }
    /// A view into this object: valid while it lives unchanged. `index` from 0 to size() - 1.
    [[nodiscard]] QByteArrayView nameAt(qsizetype index) const;
    /// See nameAt().
    [[nodiscard]] QByteArrayView valueAt(qsizetype index) const;

private:
    [[nodiscard]] qsizetype find(QByteArrayView name, qsizetype from = 0) const;

    QByteArray m_block;
    std::vector<Field> m_fields;
};

/// How many bytes at the front of `text` are tchar of RFC 9110 section 5.6.2: what methods and field names are made of.
[[nodiscard]] qsizetype tokenSize(QByteArrayView text);
/// Whether `text` is tchar only, and not empty.
[[nodiscard]] bool isToken(QByteArrayView text);
/// Whether a field value holds only what RFC 9110 section 5.5 allows (no control character but tab).
[[nodiscard]] bool isFieldValue(QByteArrayView text);
/// Compares ASCII text without case.
[[nodiscard]] bool equalsIgnoringCase(QByteArrayView one, QByteArrayView other);

} // namespace rastro::http
