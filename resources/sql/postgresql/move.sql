-- SPDX-License-Identifier: GPL-3.0-or-later

-- Without generated columns. key_place counts from 1; 0: no part of the key.
-- name: layout.columns
SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
    COALESCE(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1, 0) AS key_place
FROM pg_attribute a
LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
WHERE a.attrelid = CAST(quote_ident(CAST(:table AS text)) AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = ''
ORDER BY a.attnum;

-- name: layout.references
SELECT p.relname AS name FROM pg_constraint c JOIN pg_class p ON p.oid = c.confrelid
WHERE c.contype = 'f' AND c.conrelid = CAST(quote_ident(CAST(:table AS text)) AS regclass);

-- name: move.write
COPY {table} ({columns}) FROM STDIN;

-- A table's name, and the statement that brings its triggers back. Those of foreign keys are internal, and stay; so do
-- those of views: nobody writes into a view meanwhile.
-- name: move.triggers
SELECT DISTINCT c.relname AS name, 'ALTER TABLE ' || quote_ident(c.relname) || ' ENABLE TRIGGER USER' AS text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relkind = 'r' AND c.relnamespace = CAST(quote_ident(current_schema()) AS regnamespace);

-- name: move.silence
ALTER TABLE {name} DISABLE TRIGGER USER;

-- name: move.numbers
SELECT c.relname AS name, COALESCE(pg_sequence_last_value(
    CAST(pg_get_serial_sequence(quote_ident(c.relname), CAST(a.attname AS text)) AS regclass)), 0) AS last
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attidentity <> '' AND c.relkind = 'r'
    AND c.relnamespace = CAST(quote_ident(current_schema()) AS regnamespace);

-- name: move.forgetNumbers
SELECT 1;

-- name: move.setNumber
SELECT setval(CAST(pg_get_serial_sequence(quote_ident(CAST(:table AS text)), CAST(a.attname AS text)) AS regclass),
    CAST(:last AS BIGINT)) AS last
FROM pg_attribute a
WHERE a.attrelid = CAST(quote_ident(CAST(:table AS text)) AS regclass) AND a.attidentity <> '';

-- Other connections of Rastro: a server, or a command.
-- name: move.others
SELECT COUNT(*) AS n FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'rastro';

-- Right figures for plans, at once.
-- name: move.settle
ANALYZE;

-- Between two batches the other database may take its time, and tables are read from end to end.
-- name: move.patience
SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0;
