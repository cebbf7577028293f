-- SPDX-License-Identifier: GPL-3.0-or-later

-- How many rows there are, kept while they are written: counting millions takes seconds, and doctor, metrics and the
-- console ask all the time. scope is a workspace, or 0 for the whole installation. The rows of all slots together give
-- the number: on PostgreSQL each connection has a slot, so that nodes do not wait for each other. Clicks are counted by
-- their store, a batch at a time.
CREATE TABLE row_counts (
    subject TEXT NOT NULL,
    scope BIGINT NOT NULL,
    state TEXT NOT NULL,
    slot BIGINT NOT NULL DEFAULT 0,
    n BIGINT NOT NULL,
    PRIMARY KEY (subject, scope, state, slot)
);

-- only: postgresql
CREATE FUNCTION count_rows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO row_counts (subject, scope, state, slot, n)
        VALUES (TG_TABLE_NAME, 0, old.state, pg_backend_pid() % 64, -1)
        ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = row_counts.n - 1;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO row_counts (subject, scope, state, slot, n)
        VALUES (TG_TABLE_NAME, 0, new.state, pg_backend_pid() % 64, 1)
        ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = row_counts.n + 1;
    END IF;
    RETURN NULL;
END $$;

-- only: postgresql
CREATE TRIGGER conversions_counted AFTER INSERT OR DELETE ON conversions FOR EACH ROW EXECUTE FUNCTION count_rows();

-- only: postgresql
CREATE TRIGGER conversions_recounted AFTER UPDATE OF state ON conversions
FOR EACH ROW WHEN (old.state <> new.state) EXECUTE FUNCTION count_rows();

-- only: postgresql
CREATE TRIGGER messages_counted AFTER INSERT OR DELETE ON messages FOR EACH ROW EXECUTE FUNCTION count_rows();

-- only: postgresql
CREATE TRIGGER messages_recounted AFTER UPDATE OF state ON messages
FOR EACH ROW WHEN (old.state <> new.state) EXECUTE FUNCTION count_rows();

-- only: sqlite
CREATE TRIGGER conversions_counted AFTER INSERT ON conversions
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('conversions', 0, new.state, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;

-- only: sqlite
CREATE TRIGGER conversions_uncounted AFTER DELETE ON conversions
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'conversions' AND scope = 0 AND state = old.state;
END;

-- only: sqlite
CREATE TRIGGER conversions_recounted AFTER UPDATE OF state ON conversions WHEN old.state <> new.state
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'conversions' AND scope = 0 AND state = old.state;
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('conversions', 0, new.state, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;

-- only: sqlite
CREATE TRIGGER messages_counted AFTER INSERT ON messages
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('messages', 0, new.state, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;

-- only: sqlite
CREATE TRIGGER messages_uncounted AFTER DELETE ON messages
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'messages' AND scope = 0 AND state = old.state;
END;

-- only: sqlite
CREATE TRIGGER messages_recounted AFTER UPDATE OF state ON messages WHEN old.state <> new.state
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'messages' AND scope = 0 AND state = old.state;
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('messages', 0, new.state, 1)
    ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1;
END;
