// SPDX-License-Identifier: GPL-3.0-or-later
#include "nodes/clickload.h"

#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr std::chrono::milliseconds pace{25};
constexpr int mostUnderWay = 32;
constexpr char browser[] = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile";

} // namespace

ClickLoad::ClickLoad(OutsideWorld &world, const QUrl &server)
    : m_world(world)
    , m_ad(server)
{
    m_ad.setPath(u"/go/ad"_s);
    m_pace.setInterval(pace);
    connect(&m_pace, &QTimer::timeout, this, &ClickLoad::click);
}

void ClickLoad::click()
{
    if (m_underWay >= mostUnderWay)
        return;
    ++m_underWay;
    HttpRequest request;
    request.url = m_ad;
    request.url.setQuery(u"utm_source=FB&utm_campaign=load&fbclid=LoadTestClick%1"_s.arg(++m_clicks));
    request.headers = {{"User-Agent", browser}};
    m_world.http().send(request, this, [this](const Result<HttpAnswer> &answer) {
        --m_underWay;
        const auto link = answer ? answer->header("location") : QByteArray();
        const auto token = QUrlQuery(QUrl(QString::fromLatin1(link)).query()).queryItemValue(u"start"_s);
        if (token.isEmpty())
            ++m_unanswered;
        else
            m_tokens.append(token);
    });
}

} // namespace rastro::test
