-- From schema 2 to schema 3.

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

DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (urgency, due, seq) WHERE state = 'queued' AND until = 0;

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
