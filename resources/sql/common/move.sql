-- SPDX-License-Identifier: GPL-3.0-or-later
-- Moving an installation between databases. What stands in braces is filled in with names that the databases
-- themselves gave (app/storage/transfer).

-- name: move.hasRows
SELECT 1 AS found FROM {table} LIMIT 1;

-- name: move.clear
DELETE FROM {table};

-- name: move.first
SELECT {columns} FROM {table} ORDER BY {key} LIMIT {limit};

-- name: move.further
SELECT {columns} FROM {table} WHERE ({key}) > ({values}) ORDER BY {key} LIMIT {limit};

-- name: move.figures
SELECT COUNT(*) AS n{sums} FROM {table};

-- name: move.money
SELECT status, currency, COUNT(*) AS n, CAST(SUM(amount) AS BIGINT) AS amount FROM payments
GROUP BY status, currency
ORDER BY status, currency;

-- name: move.begin
CREATE TABLE unfinished_move (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, name)
);

-- name: move.end
DROP TABLE unfinished_move;

-- name: move.mark
INSERT INTO unfinished_move (kind, name, value) VALUES (:kind, :name, :value)
ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value;

-- name: move.forgetMarks
DELETE FROM unfinished_move WHERE kind = :kind;

-- name: move.marks
SELECT name, value FROM unfinished_move WHERE kind = :kind;

-- What is derived on SQLite is made anew.
-- name: move.forgetDerived
UPDATE settings SET value = '0' WHERE name = 'click_keys.fed_to';
