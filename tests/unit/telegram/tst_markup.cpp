// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/htmlentities.h"
#include "telegram/wording/markup.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::telegram;

/// Text in Telegram's HTML: what it shows, what is refused, and that no name can break it.
class MarkupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheSameAsTelegram_data()
    {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("shown"); // null: refused
        QTest::newRow("plain") << u"Hello"_s << u"Hello"_s;
        QTest::newRow("tags") << u"<b>bold <i>both</i></b>"_s << u"bold both"_s;
        QTest::newRow("entities") << u"&lt;b&gt; &amp;amp; &quot;x&quot; &#33; &#x41;"_s << u"<b> &amp; \"x\" ! A"_s;
        QTest::newRow("unknown entity") << u"&nbsp; & &"_s << u"&nbsp; & &"_s;
        QTest::newRow("link") << u"<a href=\"https://x.example/?a=1&amp;b=2\">go</a>"_s << u"go"_s;
        QTest::newRow("spoiler") << u"<span class=\"tg-spoiler\">x</span><tg-spoiler>y</tg-spoiler>"_s << u"xy"_s;
        QTest::newRow("unknown tag") << u"<h1>x</h1>"_s << QString();
        QTest::newRow("less than") << u"a < b"_s << QString();
        QTest::newRow("not closed") << u"<b>x"_s << QString();
        QTest::newRow("closed twice") << u"<b>x</b></b>"_s << QString();
        QTest::newRow("crossed") << u"<b><i>x</b></i>"_s << QString();
        QTest::newRow("tag cut") << u"<b"_s << QString();
        QTest::newRow("emoji") << u"<b>👋🏽</b>"_s << u"👋🏽"_s;
    }

    void showsTheSameAsTelegram()
    {
        QFETCH(QString, html);
        QFETCH(QString, shown);
        const auto here = visibleText(html);
        QCOMPARE(here.value_or(QString()), shown);
        QCOMPARE(here.has_value(), !shown.isNull());
        const auto there = rastro::sandbox::parseHtml(html);
        QCOMPARE(there.has_value(), !shown.isNull());
        if (there)
            QCOMPARE(there->text, shown);
    }

    void escapesSoThatItIsShownAsWritten()
    {
        const QString nasty = u"<b>&lt;\"'</b> & {first_name} <script>"_s;
        QCOMPARE(visibleText(escapeHtml(nasty)), std::optional(nasty));
    }

    void keepsAnOperatorsHtmlOnlyIfTelegramTakesIt()
    {
        QCOMPARE(asValidHtml(u"<b>Hi</b>"_s), u"<b>Hi</b>"_s);
        QCOMPARE(asValidHtml(u"1 < 2 <b>"_s), u"1 &lt; 2 &lt;b&gt;"_s);
    }

    void putsTheNameIn_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shown");
        QTest::newRow("ordinary") << u"Ana"_s << u"Olá, Ana!"_s;
        QTest::newRow("HTML") << u"<b>x</b>&"_s << u"Olá, <b>x</b>&!"_s;
        QTest::newRow("none") << u""_s << u"Olá!"_s;
        QTest::newRow("spaces") << u"  \n "_s << u"Olá!"_s;
        QTest::newRow("the placeholder") << u"{first_name}"_s << u"Olá, {first_name}!"_s;
        QTest::newRow("direction override") << u"\u202Eana\u202C"_s << u"Olá, ana!"_s;
        QTest::newRow("family emoji") << u"👨‍👩‍👧"_s << u"Olá, 👨‍👩‍👧!"_s;
        QTest::newRow("line break") << u"A\nna"_s << u"Olá, Ana!"_s;
    }

    void putsTheNameIn()
    {
        QFETCH(QString, name);
        QFETCH(QString, shown);
        QCOMPARE(visibleText(withFirstName(u"Olá, {first_name}!"_s, name)), std::optional(shown));
    }

    void cutsWithoutHalvingACharacter()
    {
        QCOMPARE(elided(u"abc"_s, 3), u"abc"_s);
        QCOMPARE(elided(u"abcd"_s, 3), u"ab…"_s);
        QCOMPARE(elided(u"a👋bc"_s, 3), u"a…"_s);
    }

    void leavesTheFormattingOut()
    {
        const QJsonObject payload{{u"chat_id"_s, 1}, {u"text"_s, u"<b>a &amp; b</b>"_s}, {u"parse_mode"_s, u"HTML"_s}};
        QCOMPARE(withoutMarkup(payload), (QJsonObject{{u"chat_id"_s, 1}, {u"text"_s, u"a & b"_s}}));
        const QJsonObject broken{{u"caption"_s, u"<b>a"_s}, {u"parse_mode"_s, u"HTML"_s}};
        QCOMPARE(withoutMarkup(broken), (QJsonObject{{u"caption"_s, u"<b>a"_s}}));
    }
};

QTEST_GUILESS_MAIN(MarkupTest)
#include "tst_markup.moc"
