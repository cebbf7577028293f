-- SPDX-License-Identifier: GPL-3.0-or-later

-- How many clicks of each day were taken over from another platform with a token that does not tell their time: who finds
-- the clicks of a day by their tokens does not find these. day: days since 1970-01-01, UTC. The rows of all slots
-- together give a number: each connection to PostgreSQL has a slot, so that servers do not wait for each other.
-- only: sqlite
CREATE TABLE undated_clicks (
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    day BIGINT NOT NULL,
    slot BIGINT NOT NULL DEFAULT 0,
    people BIGINT NOT NULL,
    others BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, day, slot)
) WITHOUT ROWID;

-- only: postgresql
CREATE TABLE undated_clicks (
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    day BIGINT NOT NULL,
    slot BIGINT NOT NULL DEFAULT (pg_backend_pid() % 64),
    people BIGINT NOT NULL,
    others BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, day, slot)
);
