-- SPDX-License-Identifier: GPL-3.0-or-later

-- Without generated columns. key_place counts from 1; 0: no part of the key.
-- name: layout.columns
SELECT name, type, pk AS key_place FROM pragma_table_xinfo(:table) WHERE hidden = 0 ORDER BY cid;

-- name: layout.references
SELECT "table" AS name FROM pragma_foreign_key_list(:table);

-- name: move.write
INSERT INTO {table} ({columns}) VALUES ({values});

-- A trigger's name, and the statement that brings it back.
-- name: move.triggers
SELECT name, sql AS text FROM sqlite_master WHERE type = 'trigger';

-- name: move.silence
DROP TRIGGER {name};

-- name: move.numbers
SELECT name, seq AS last FROM sqlite_sequence;

-- name: move.forgetNumbers
DELETE FROM sqlite_sequence;

-- name: move.setNumber
INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last);

-- A server locks its data folder: see lockInstallation().
-- name: move.others
SELECT 0 AS n;

-- name: move.patience
SELECT 1;

-- name: move.settle
SELECT 1;
