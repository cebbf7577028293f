// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/terminal/style.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QString codeOf(Style::Colour colour)
{
    switch (colour) {
    case Style::Grey:
        return u"90"_s;
    case Style::Green:
        return u"32"_s;
    case Style::Yellow:
        return u"33"_s;
    case Style::Red:
        return u"31"_s;
    case Style::Blue:
        return u"34"_s;
    case Style::Magenta:
        return u"35"_s;
    case Style::Bold:
        break;
    }
    return u"1"_s;
}

} // namespace

Style Style::ofStandardOutput()
{
    return Style(::isatty(STDOUT_FILENO) == 1 && qgetenv("NO_COLOR").isEmpty());
}

QString Style::paint(const QString &text, Colour colour) const
{
    return m_colours ? u"\x1b[%1m%2\x1b[0m"_s.arg(codeOf(colour), text) : text;
}

QString Style::paint(const QString &text, core::Severity severity) const
{
    switch (severity) {
    case core::Severity::Ok:
        return paint(text, Green);
    case core::Severity::Note:
        return paint(text, Grey);
    case core::Severity::Warning:
        return paint(text, Yellow);
    case core::Severity::Trouble:
        break;
    }
    return paint(text, Red);
}

QString plain(const QString &text)
{
    auto safe = text;
    for (QChar &letter : safe) {
        if (letter.category() == QChar::Other_Control || letter.category() == QChar::Other_Format)
            letter = QChar(0xFFFD);
    }
    return safe;
}

} // namespace rastro::server
