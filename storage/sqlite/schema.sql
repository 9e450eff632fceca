-- Schema 3. Instants for comparing are microseconds since 1970; days are days
-- since 1970; body is the stored form of package storage, JSON. commit_no is the
-- number of the write that made a row: every commit, claim, draft and act takes
-- the next.

-- One unit's report for one period. Never deleted.
CREATE TABLE record (
  id       INTEGER PRIMARY KEY,
  form     TEXT NOT NULL,
  day      INTEGER NOT NULL,
  slot     TEXT NOT NULL,
  unit     TEXT NOT NULL,
  began    INTEGER NOT NULL,   -- time of the first version: orders the records of a day
  revision INTEGER NOT NULL    -- how many versions there are
) STRICT;
CREATE UNIQUE INDEX record_period ON record (form, day, slot, unit);
CREATE UNIQUE INDEX record_unit ON record (form, unit, day, began, slot);

-- Every version of every report.
CREATE TABLE version (
  record    INTEGER NOT NULL REFERENCES record,
  n         INTEGER NOT NULL,  -- from 1
  commit_no INTEGER NOT NULL,  -- with place the one order of the history of all periods
  place     INTEGER NOT NULL,  -- among the versions of the same change, from 0
  body      TEXT NOT NULL,
  PRIMARY KEY (record, n)
) STRICT, WITHOUT ROWID;

-- What every message became; may be dropped when no recall or quote can come.
CREATE TABLE outcome (
  message   TEXT PRIMARY KEY,
  day       INTEGER NOT NULL,  -- of the message's own time
  commit_no INTEGER NOT NULL,  -- 0: kept before there were numbers, and without a version
  body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_day ON outcome (day, commit_no);

-- The open question of an asker.
CREATE TABLE question (
  chat   TEXT NOT NULL,
  sender TEXT NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (chat, sender)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  n    INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX event_time ON event (time, n);

-- What became of an urgent matter, oldest first.
CREATE TABLE progress (
  event     INTEGER NOT NULL REFERENCES event,
  n         INTEGER NOT NULL,  -- from 1
  commit_no INTEGER NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (event, n)
) STRICT, WITHOUT ROWID;

-- What people decided in chat.
CREATE TABLE ruling (
  n         INTEGER PRIMARY KEY,  -- from 1, in the order in which they were made
  commit_no INTEGER NOT NULL,
  body      TEXT NOT NULL
) STRICT;

-- Who owes a period, frozen when it opened: opened has a row a period, need one
-- a unit.
CREATE TABLE opened (
  form TEXT NOT NULL, day INTEGER NOT NULL, slot TEXT NOT NULL,
  PRIMARY KEY (form, day, slot)
) STRICT, WITHOUT ROWID;
CREATE TABLE need (
  form TEXT NOT NULL, day INTEGER NOT NULL, slot TEXT NOT NULL, unit TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (form, day, slot, unit)
) STRICT, WITHOUT ROWID;

-- What happened by the clock, claimed once.
CREATE TABLE firing (
  name TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Everything that is to leave. A row that has ended goes into the log; one of
-- which nobody knows whether it left stays, since who sent it may still tell.
CREATE TABLE outbox (
  seq        INTEGER PRIMARY KEY,   -- order of queueing
  key        TEXT NOT NULL UNIQUE,
  state      TEXT NOT NULL,         -- queued, sending, uncertain
  urgency    INTEGER NOT NULL,
  due        INTEGER NOT NULL,
  not_before TEXT NOT NULL,         -- due as it was given
  attempts   INTEGER NOT NULL,
  owner      TEXT NOT NULL DEFAULT '',
  until      INTEGER NOT NULL DEFAULT 0,  -- end of the owner's lease; 0: nobody holds it
  begun      INTEGER NOT NULL DEFAULT 0,  -- when the owner began to send
  body       TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (urgency, due, seq) WHERE state = 'queued' AND until = 0;
CREATE INDEX outbox_leased ON outbox (until) WHERE state = 'queued' AND until > 0;
CREATE INDEX outbox_sending ON outbox (until) WHERE state = 'sending';

-- What became of the rows. A key is not used again while the log has its end;
-- entries may be dropped after 90 days.
CREATE TABLE outbox_log (
  n        INTEGER PRIMARY KEY,
  key      TEXT NOT NULL,
  state    TEXT NOT NULL,      -- how the row ended; queued, uncertain: it has not
  at       TEXT NOT NULL,
  owner    TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  note     TEXT NOT NULL,
  body     TEXT NOT NULL DEFAULT ''  -- the row, where it ended
) STRICT;
CREATE UNIQUE INDEX outbox_ended ON outbox_log (key) WHERE state NOT IN ('queued', 'uncertain');

-- Documents with every state they had; the last is current.
CREATE TABLE draft (
  id        TEXT NOT NULL,
  commit_no INTEGER NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (id, commit_no)
) STRICT, WITHOUT ROWID;

-- What people did to the data.
CREATE TABLE audit (
  commit_no INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  body      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at, commit_no);

CREATE TABLE outage (
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  body  TEXT NOT NULL,
  PRIMARY KEY (began, ended)
) STRICT, WITHOUT ROWID;
CREATE INDEX outage_ended ON outage (ended);

-- started, ran, heard: instants in RFC 3339.
CREATE TABLE life (
  name TEXT PRIMARY KEY,
  at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last numbers taken: commit, and seq and n of the outbox and its log.
CREATE TABLE number (
  name TEXT PRIMARY KEY,
  n    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
CREATE TRIGGER progress_is_never_changed BEFORE UPDATE ON progress
  BEGIN SELECT raise(ABORT, 'progress is never changed'); END;
CREATE TRIGGER progress_is_never_taken BEFORE DELETE ON progress
  BEGIN SELECT raise(ABORT, 'progress is never taken away'); END;
CREATE TRIGGER ruling_is_never_changed BEFORE UPDATE ON ruling
  BEGIN SELECT raise(ABORT, 'a ruling is never changed'); END;
CREATE TRIGGER ruling_is_never_taken BEFORE DELETE ON ruling
  BEGIN SELECT raise(ABORT, 'a ruling is never taken away'); END;
CREATE TRIGGER progress_follows_progress BEFORE INSERT ON progress
  WHEN NEW.n <> 1 + coalesce((SELECT max(n) FROM progress WHERE event = NEW.event), 0)
  BEGIN SELECT raise(ABORT, 'progress is out of turn'); END;
CREATE TRIGGER ruling_follows_ruling BEFORE INSERT ON ruling
  WHEN NEW.n <> 1 + coalesce((SELECT max(n) FROM ruling), 0)
  BEGIN SELECT raise(ABORT, 'a ruling is out of turn'); END;
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
