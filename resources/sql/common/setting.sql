-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: setting.get
SELECT value FROM settings WHERE name = :name;

-- name: setting.set
INSERT INTO settings (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
