// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/capture.h"

#include "core/click/browserid.h"
#include "core/click/cookies.h"
#include "core/click/hexid.h"
#include "core/click/querystring.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

// TikTok, Google (with its two for iOS), Kwai.
constexpr std::array<QByteArrayView, 5> CLICK_IDS{"ttclid", "gclid", "gbraid", "wbraid", "click_id"};

/// Reads one request, noting what it leaves out.
class Reader
{
public:
    explicit Reader(const ClickRequest &request)
        : m_request(request)
        , m_query(request.query)
        , m_cookies(request.cookies)
    {
    }

    [[nodiscard]] QString clickId(QByteArrayView key)
    {
        QString id = m_query.opaque(key);
        if (id.size() * 3 <= MaxClickId || id.toUtf8().size() <= MaxClickId)
            return id;
        note(u"%1 of %2 bytes was refused: longer than %3, it is not a %1."_s.arg(QString::fromLatin1(key))
                 .arg(id.toUtf8().size())
                 .arg(MaxClickId));
        return {};
    }

    [[nodiscard]] QString cookie(QByteArrayView name) const { return m_cookies.value(name); }

    [[nodiscard]] QString utm(QByteArrayView key)
    {
        return cut(m_query.text(key, CaptureLimits::Utm + 1), CaptureLimits::Utm, QLatin1StringView(key));
    }

    /// What the address and the cookie say about consent, repetitions included.
    [[nodiscard]] QStringList consents() const
    {
        return m_query.texts("consent", 16) + m_cookies.values(ConsentCookie);
    }

    [[nodiscard]] QString fbp() { return accepted("_fbp"_L1, m_cookies.values("_fbp"), isFbp); }

    [[nodiscard]] QString fbc(const QString &fbclid, qint64 firstSeenMs)
    {
        const QList<QString> sent = m_cookies.values("_fbc");
        const auto ofThisClick =
            std::find_if(sent.begin(), sent.end(), [&](const QString &value) { return isFbcOf(value, fbclid); });
        if (ofThisClick != sent.end())
            return *ofThisClick;
        const QString stored = accepted("_fbc"_L1, sent, isFbc);
        return fbclid.isEmpty() ? stored : fbcFrom(fbclid, firstSeenMs);
    }

    [[nodiscard]] QString url()
    {
        QString text = urlText(m_request.url, CaptureLimits::Url);
        if (text.size() < m_request.url.size() && m_request.url.size() > CaptureLimits::Url)
            note(u"The landing URL was cut to %1 characters."_s.arg(text.size()));
        return text;
    }

    [[nodiscard]] QString header(QByteArrayView bytes, qsizetype limit, QLatin1StringView name)
    {
        QString text = QString::fromUtf8(bytes);
        if (text.contains(QChar::ReplacementCharacter))
            text = QString::fromLatin1(bytes);
        return cut(text, limit, name);
    }

    [[nodiscard]] QStringList takeNotes() { return std::move(m_notes); }

private:
    void note(const QString &sentence) { m_notes.append(sentence); }

    QString cut(QString text, qsizetype limit, QLatin1StringView name)
    {
        if (text.size() <= limit)
            return text;
        text.truncate(text.at(limit - 1).isHighSurrogate() ? limit - 1 : limit);
        note(u"%1 was cut to %2 characters."_s.arg(name).arg(text.size()));
        return text;
    }

    /// The first value of that cookie that has its form.
    QString accepted(QLatin1StringView name, const QList<QString> &sent, bool (*hasForm)(QStringView))
    {
        const auto found = std::find_if(sent.begin(), sent.end(), hasForm);
        if (found != sent.end())
            return *found;
        if (!sent.isEmpty())
            note(u"The cookie %1 was refused: it is not of the form fb.<digit>.<13 digits>.<id>."_s.arg(name));
        return {};
    }

    const ClickRequest &m_request;
    QueryString m_query;
    Cookies m_cookies;
    QStringList m_notes;
};

// A refusal is one wherever it stands and however it is written; an agreement is as documented.
Consent consentOf(const Reader &reader)
{
    Consent consent = Consent::Absent;
    for (const QString &word : reader.consents()) {
        if (consentFromName(word.toLower()) == Consent::Denied)
            return Consent::Denied;
        if (consentFromName(word) == Consent::Granted)
            consent = Consent::Granted;
    }
    return consent;
}

void addId(Click &click, QByteArrayView key, const QString &value)
{
    if (!value.isEmpty())
        click.ids.insert(QString::fromLatin1(key), value);
}

void readIds(Click &click, Reader &reader, const CaptureKeys &keys)
{
    for (const QByteArrayView key : CLICK_IDS)
        addId(click, key, reader.clickId(key));
    addId(click, "_ttp", reader.cookie("_ttp"));
    for (const QByteArray &key : keys.query) {
        if (key != "fbclid" && !click.ids.contains(QString::fromLatin1(key)))
            addId(click, key, reader.clickId(key));
    }
    for (const QByteArray &name : keys.cookies) {
        if (name != "_fbp" && name != "_fbc" && name != VisitorCookie)
            addId(click, name, reader.cookie(name));
    }
}

} // namespace

// In the manner of FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), but eight bytes at a time: nothing
// depends on it but whether a visit counts twice.
QByteArray visitDigest(QByteArrayView query)
{
    quint64 hash = 0xcbf29ce484222325U ^ static_cast<quint64>(query.size());
    const auto stir = [&hash](quint64 bytes) {
        hash = (hash ^ bytes) * 0x100000001b3U;
        hash ^= hash >> 32;
    };
    for (; query.size() >= 8; query = query.sliced(8)) {
        quint64 bytes = 0;
        std::memcpy(&bytes, query.data(), sizeof bytes);
        stir(bytes);
    }
    if (!query.isEmpty()) {
        quint64 bytes = 0;
        std::memcpy(&bytes, query.data(), static_cast<std::size_t>(query.size()));
        stir(bytes);
    }
    return hexWord(hash);
}

CapturedClick captureClick(const ClickRequest &request, const Pool &pool, qint64 botId, const ClickIds &ids, Micros now,
                           const CaptureKeys &keys)
{
    Reader reader(request);
    CapturedClick captured{Click{ids.token}, {}, false};
    Click &click = captured.click;
    click.poolId = pool.id;
    click.botId = botId;
    click.firstSeenMs = now / 1000;
    click.fbclid = reader.clickId("fbclid");
    click.fbp = reader.fbp();
    click.fbc = reader.fbc(click.fbclid, click.firstSeenMs);
    readIds(click, reader, keys);
    click.utm = {reader.utm("utm_source"), reader.utm("utm_medium"), reader.utm("utm_campaign"),
                 reader.utm("utm_content"), reader.utm("utm_term")};
    const QString visitor = reader.cookie(VisitorCookie);
    captured.isNewVisitor = !isHexId(visitor);
    click.visitorId = captured.isNewVisitor ? ids.visitorId : visitor;
    click.clientIp = request.clientIp;
    click.userAgent = reader.header(request.hints.userAgent, CaptureLimits::UserAgent, "The user agent"_L1);
    click.landingUrl = reader.url();
    click.referrer = reader.header(request.referrer, CaptureLimits::Referrer, "The referrer"_L1);
    click.pageviewEventId = ids.pageviewEventId;
    click.traffic = classifyTraffic(request.hints);
    if (const QString last = reader.cookie(RepeatCookie); !last.isEmpty() && click.traffic == "person"_L1) {
        if (last.toLatin1() == visitDigest(request.query))
            click.traffic = u"repeat"_s;
    }
    click.consent = consentOf(reader);
    captured.notes = reader.takeNotes();
    return captured;
}

} // namespace rastro::core
