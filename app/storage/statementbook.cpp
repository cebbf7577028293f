// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/statementbook.h"

#include "core/ports/unitofwork.h"
#include "storage/sqlresources.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

[[noreturn]] void broken(const QString &message)
{
    throw core::StorageFailure(
        {u"storage.statements"_s, message + u" This build of Rastro is broken: reinstall it."_s});
}

} // namespace

StatementBook StatementBook::read(const QString &dialect)
{
    StatementBook book;
    for (const auto &folder : {u"common"_s, dialect}) {
        for (const auto &file : sqlFiles(folder))
            book.add(file, sqlText(file));
    }
    return book;
}

const QString &StatementBook::text(const QString &name) const
{
    const auto found = m_statements.constFind(name);
    if (found == m_statements.constEnd())
        broken(u"There is no statement “%1”."_s.arg(name));
    return *found;
}

void StatementBook::add(const QString &file, const QString &content)
{
    static const auto mark = u"-- name: "_s;
    QString name;
    QString text;
    const auto lines = content.split(u'\n');
    for (const auto &line : lines) {
        if (line.startsWith(mark)) {
            addBlock(file, name, text);
            name = line.mid(mark.size()).trimmed();
            text.clear();
        } else if (!line.startsWith(u"--"_s)) {
            text += line + u'\n';
        }
    }
    addBlock(file, name, text);
}

void StatementBook::addBlock(const QString &file, const QString &name, const QString &text)
{
    auto statement = text.trimmed();
    if (name.isEmpty() && statement.isEmpty())
        return;
    if (statement.endsWith(u';'))
        statement.chop(1);
    if (name.isEmpty() || statement.isEmpty())
        broken(u"%1 has a block without a name or without a statement (“%2”)."_s.arg(file, name));
    if (m_statements.contains(name))
        broken(u"%1 has a second statement “%2”."_s.arg(file, name));
    m_statements.insert(name, statement);
}

} // namespace rastro::storage
