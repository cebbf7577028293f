// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/source/updatesource.h"

#include "telegram/update/update.h"

using namespace Qt::StringLiterals;

namespace rastro::telegram {

void UpdateSource::setState(SourceState::Kind kind, const QString &sentence)
{
    if (m_state.kind == kind && m_state.sentence == sentence)
        return;
    m_state = {kind, sentence};
    Q_EMIT
    stateChanged(m_state);
}

core::UpdateRow inboxRow(qint64 botId, qint64 updateId, const QByteArray &raw, Micros receivedAt)
{
    const Update update = parseUpdate(raw);
    core::UpdateRow row;
    row.botId = botId;
    row.updateId = updateId;
    row.userId = update.person.id;
    row.kind = update.kind;
    row.raw = raw;
    row.receivedAt = receivedAt;
    return row;
}

QStringList wantedUpdates()
{
    return {u"message"_s, u"callback_query"_s, u"my_chat_member"_s, u"chat_member"_s, u"chat_join_request"_s};
}

} // namespace rastro::telegram
