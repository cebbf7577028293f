-- SPDX-License-Identifier: GPL-3.0-or-later

-- What the clicks of erased persons are known by, as digests: a click that comes late, from a spool that only its own
-- server sees, is stored without what identifies the person.
CREATE TABLE erased_names (
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    digest TEXT NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, digest)
) WITHOUT ROWID;
