-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: schema.versions
SELECT version FROM schema_version;

-- name: schema.applied
INSERT INTO schema_version (version, applied_at) VALUES (:version, :applied_at);
