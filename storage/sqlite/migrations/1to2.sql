-- From schema 1 to schema 2. The temporary table numbered holds, of every
-- version, the number that its commit is given: record, n, message, commit_no,
-- place.

ALTER TABLE record DROP COLUMN first;

DROP TRIGGER version_is_never_changed;
CREATE TABLE version_2 (
  record    INTEGER NOT NULL REFERENCES record,
  n         INTEGER NOT NULL,
  commit_no INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (record, n)
) STRICT, WITHOUT ROWID;
INSERT INTO version_2
  SELECT v.record, v.n, x.commit_no, x.place, v.body FROM version v JOIN temp.numbered x ON x.record = v.record AND x.n = v.n;
DROP TABLE version;
ALTER TABLE version_2 RENAME TO version;

CREATE TABLE outcome_2 (
  message   TEXT PRIMARY KEY,
  day       INTEGER NOT NULL,
  commit_no INTEGER NOT NULL,
  body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO outcome_2
  SELECT o.message, o.day, coalesce((SELECT max(x.commit_no) FROM temp.numbered x WHERE x.message = o.message), 0), o.body FROM outcome o;
DROP TABLE outcome;
ALTER TABLE outcome_2 RENAME TO outcome;
CREATE INDEX outcome_day ON outcome (day, commit_no);

CREATE TABLE draft_2 (
  id        TEXT NOT NULL,
  commit_no INTEGER NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (id, commit_no)
) STRICT, WITHOUT ROWID;
INSERT INTO draft_2
  SELECT id, (SELECT coalesce(max(commit_no), 0) FROM temp.numbered) + row_number() OVER (ORDER BY id, n), body FROM draft;
DROP TABLE draft;
ALTER TABLE draft_2 RENAME TO draft;

CREATE TABLE audit (
  commit_no INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  body      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at, commit_no);

CREATE TABLE number (
  name TEXT PRIMARY KEY,
  n    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO number VALUES
  ('commit', max((SELECT coalesce(max(commit_no), 0) FROM version), (SELECT coalesce(max(commit_no), 0) FROM draft))),
  ('seq', (SELECT coalesce(max(seq), 0) FROM outbox)),
  ('log', (SELECT coalesce(max(n), 0) FROM outbox_log));

ALTER TABLE outbox_log ADD COLUMN body TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX outbox_ended ON outbox_log (key) WHERE state NOT IN ('queued', 'uncertain');
UPDATE outbox_log SET body = (SELECT o.body FROM outbox o WHERE o.key = outbox_log.key) WHERE state NOT IN ('queued', 'uncertain');
DELETE FROM outbox WHERE state NOT IN ('queued', 'sending', 'uncertain');

-- What was said, and what happened, stands for ever: no operation changes it or
-- takes it away, whatever fault it may have. The versions of a record are numbered
-- without a gap.
CREATE TRIGGER version_is_never_changed BEFORE UPDATE ON version
  BEGIN SELECT raise(ABORT, 'a version is never changed'); END;
CREATE TRIGGER version_is_never_taken BEFORE DELETE ON version
  BEGIN SELECT raise(ABORT, 'a version is never taken away'); END;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
  BEGIN SELECT raise(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_never_taken BEFORE DELETE ON event
  BEGIN SELECT raise(ABORT, 'an event is never taken away'); END;
CREATE TRIGGER draft_is_never_changed BEFORE UPDATE ON draft
  BEGIN SELECT raise(ABORT, 'a state of a draft is never changed'); END;
CREATE TRIGGER draft_is_never_taken BEFORE DELETE ON draft
  BEGIN SELECT raise(ABORT, 'a state of a draft is never taken away'); END;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
  BEGIN SELECT raise(ABORT, 'an act is never changed'); END;
CREATE TRIGGER audit_is_never_taken BEFORE DELETE ON audit
  BEGIN SELECT raise(ABORT, 'an act is never taken away'); END;
CREATE TRIGGER need_is_never_changed BEFORE UPDATE ON need
  BEGIN SELECT raise(ABORT, 'a duty is never changed'); END;
CREATE TRIGGER need_is_never_taken BEFORE DELETE ON need
  BEGIN SELECT raise(ABORT, 'a duty is never taken away'); END;
CREATE TRIGGER opened_is_never_changed BEFORE UPDATE ON opened
  BEGIN SELECT raise(ABORT, 'an opened period is never changed'); END;
CREATE TRIGGER opened_is_never_taken BEFORE DELETE ON opened
  BEGIN SELECT raise(ABORT, 'an opened period is never taken away'); END;
CREATE TRIGGER firing_is_never_changed BEFORE UPDATE ON firing
  BEGIN SELECT raise(ABORT, 'a firing is never changed'); END;
CREATE TRIGGER firing_is_never_taken BEFORE DELETE ON firing
  BEGIN SELECT raise(ABORT, 'a firing is never taken away'); END;
CREATE TRIGGER version_follows_version BEFORE INSERT ON version
  WHEN NEW.n <> 1 + coalesce((SELECT max(n) FROM version WHERE record = NEW.record), 0)
  BEGIN SELECT raise(ABORT, 'a version is out of turn'); END;
CREATE TRIGGER record_is_never_taken BEFORE DELETE ON record
  BEGIN SELECT raise(ABORT, 'a record is never taken away'); END;
CREATE TRIGGER record_only_grows BEFORE UPDATE ON record
  WHEN NEW.revision <> OLD.revision + 1 OR NEW.id <> OLD.id OR NEW.form <> OLD.form OR NEW.day <> OLD.day
    OR NEW.slot <> OLD.slot OR NEW.unit <> OLD.unit OR NEW.began <> OLD.began
  BEGIN SELECT raise(ABORT, 'a record only grows'); END;
