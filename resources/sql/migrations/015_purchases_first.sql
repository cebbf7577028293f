-- SPDX-License-Identifier: GPL-3.0-or-later

-- A Purchase does not wait behind a backlog of PageViews.
CREATE INDEX conversions_due_purchases ON conversions (run_at, id) WHERE state = 'pending' AND event_name = 'Purchase';
