// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/redaction.h"

#include <QtCore/QUrl>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

constexpr qsizetype shortest = 4;

} // namespace

Redaction::Redaction(const QStringList &secrets)
{
    for (const auto &secret : secrets) {
        if (secret.size() < shortest)
            continue;
        const auto bytes = secret.toUtf8();
        m_forms += {secret, QString::fromLatin1(QUrl::toPercentEncoding(secret)),
                    QString::fromLatin1(bytes.toBase64(QByteArray::OmitTrailingEquals))};
    }
    m_forms.removeDuplicates();
    std::stable_sort(m_forms.begin(), m_forms.end(),
                     [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

QString Redaction::operator()(QString text) const
{
    for (const auto &form : m_forms)
        text.replace(form, u"***"_s);
    return text;
}

} // namespace rastro::plugins
