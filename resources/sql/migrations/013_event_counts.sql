-- SPDX-License-Identifier: GPL-3.0-or-later

-- How often something has happened, kept in row_counts while it happens: binds by rule, answers to /start, payments by
-- each status that they have reached. These numbers only grow, also when rows are deleted.

-- only: postgresql
CREATE FUNCTION count_event() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO row_counts (subject, scope, state, slot, n)
    VALUES (TG_ARGV[0], 0, to_jsonb(new) ->> TG_ARGV[1], pg_backend_pid() % 64, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = row_counts.n + 1;
    RETURN NULL;
END $$;

-- only: postgresql
CREATE TRIGGER touches_counted AFTER INSERT ON touches
FOR EACH ROW EXECUTE FUNCTION count_event('bind_rules', 'rule');

-- only: postgresql
CREATE TRIGGER starts_counted AFTER UPDATE OF attribution ON starts
FOR EACH ROW WHEN (old.attribution = 'pending' AND new.attribution <> 'pending')
EXECUTE FUNCTION count_event('start_outcomes', 'attribution');

-- only: postgresql
CREATE TRIGGER payments_counted AFTER INSERT ON payments
FOR EACH ROW EXECUTE FUNCTION count_event('payment_statuses', 'status');

-- only: postgresql
CREATE TRIGGER payments_recounted AFTER UPDATE OF status ON payments
FOR EACH ROW WHEN (old.status <> new.status) EXECUTE FUNCTION count_event('payment_statuses', 'status');

-- only: sqlite
CREATE TRIGGER touches_counted AFTER INSERT ON touches
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('bind_rules', 0, new.rule, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;

-- only: sqlite
CREATE TRIGGER starts_counted AFTER UPDATE OF attribution ON starts
WHEN old.attribution = 'pending' AND new.attribution <> 'pending'
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('start_outcomes', 0, new.attribution, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;

-- only: sqlite
CREATE TRIGGER payments_counted AFTER INSERT ON payments
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('payment_statuses', 0, new.status, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;

-- only: sqlite
CREATE TRIGGER payments_recounted AFTER UPDATE OF status ON payments WHEN old.status <> new.status
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('payment_statuses', 0, new.status, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;

INSERT INTO row_counts (subject, scope, state, slot, n)
SELECT 'bind_rules', 0, rule, 0, COUNT(*) FROM touches GROUP BY rule;

INSERT INTO row_counts (subject, scope, state, slot, n)
SELECT 'start_outcomes', 0, attribution, 0, COUNT(*) FROM starts WHERE attribution <> 'pending' GROUP BY attribution;

INSERT INTO row_counts (subject, scope, state, slot, n)
SELECT 'payment_statuses', 0, status, 0, COUNT(*) FROM payments GROUP BY status;
