// SPDX-License-Identifier: GPL-3.0-or-later
#include "startinquiry.h"

using namespace Qt::StringLiterals;

namespace rastro::tracking {

StartInquiry::StartInquiry(ClickDirectory &clicks, const Start &start, QObject *parent)
    : QObject(parent)
    , m_clicks(clicks)
    , m_start(start)
    , m_data(parseStartData(start.parameter))
{
    m_binding.startId = start.startId;
}

void StartInquiry::begin()
{
    askUserFbclid();
}

void StartInquiry::askUserFbclid()
{
    if (m_start.token || m_start.fbclid.isEmpty())
        return askStartToken();
    m_clicks.byFbclid(m_start.fbclid, this,
                      then(AttributionRule::UserFbclid,
                           u"The user had no token; the fbclid known for the user belongs to this click."_s,
                           &StartInquiry::askStartToken, &StartInquiry::askStartToken));
}

void StartInquiry::askStartToken()
{
    if (!m_data.token)
        return askStartFbclid();
    m_clicks.byToken(*m_data.token, this,
                     then(AttributionRule::StartToken, u"The start parameter is the token of this click."_s,
                          &StartInquiry::conclude, &StartInquiry::askStartFbclid));
}

void StartInquiry::askStartFbclid()
{
    if (m_data.fbclid.isEmpty())
        return askStoredFbclid();
    m_clicks.byFbclid(m_data.fbclid, this,
                      then(AttributionRule::StartFbclid, u"The start parameter carries the fbclid of this click."_s,
                           &StartInquiry::conclude, &StartInquiry::askStoredFbclid));
}

// Once rule 0 has found a token this has nothing to add; it sees a click that was stored since rule 0 asked.
void StartInquiry::askStoredFbclid()
{
    if (m_binding.click || m_start.token || m_start.fbclid.isEmpty())
        return conclude();
    m_clicks.byFbclid(m_start.fbclid, this,
                      then(AttributionRule::StoredFbclid,
                           u"The user still has no token; the fbclid stored for the user belongs to this click."_s,
                           &StartInquiry::conclude, &StartInquiry::conclude));
}

void StartInquiry::conclude()
{
    if (!m_binding.click)
        m_binding.reason = whyNone();
    Q_EMIT
    answered(m_binding);
}

ClickDirectory::Found StartInquiry::then(AttributionRule rule, const QString &because, Next found, Next next)
{
    return [this, rule, because, found, next](const Result<std::optional<Click>> &click) {
        if (!click) {
            Q_EMIT
            failed(click.error());
            return;
        }
        if (*click) {
            m_binding.rule = rule;
            m_binding.click = *click;
            m_binding.reason = because;
        }
        (this->*(*click ? found : next))();
    };
}

QString StartInquiry::whyNone() const
{
    QString cause;
    if (m_data.token)
        cause = u"the start parameter is a token that no click has"_s;
    else if (!m_data.fbclid.isEmpty())
        cause = u"the start parameter looks like an fbclid that no click has"_s;
    else if (!m_start.parameter.isEmpty())
        cause = u"the start parameter is neither a token nor an fbclid"_s;
    else
        cause = u"the bot was started without a parameter"_s;
    if (m_start.token)
        return u"No new click: %1; the user keeps the earlier one."_s.arg(cause);
    if (!m_start.fbclid.isEmpty())
        return u"Organic: %1, and no click has the fbclid known for the user."_s.arg(cause);
    return u"Organic: %1."_s.arg(cause);
}

} // namespace rastro::tracking
