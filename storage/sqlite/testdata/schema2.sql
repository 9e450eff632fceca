PRAGMA application_id = 1903521378;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE record (
  id       INTEGER PRIMARY KEY,
  form     TEXT NOT NULL,
  day      INTEGER NOT NULL,
  slot     TEXT NOT NULL,
  unit     TEXT NOT NULL,
  began    INTEGER NOT NULL,   -- time of the first version: orders the records of a day
  revision INTEGER NOT NULL    -- how many versions there are
) STRICT;
INSERT INTO record VALUES(1,'epidemic-daily',18293,'','柳湾村',1580518800000000,2);
INSERT INTO record VALUES(2,'epidemic-daily',18293,'','上坪村',1580518860000000,2);
INSERT INTO record VALUES(3,'gate',18293,'夜班','柳湾村',1580518920000000,1);
INSERT INTO record VALUES(4,'a:b%{x}',18293,'','柳湾村',1580518980000000,1);
INSERT INTO record VALUES(5,'epidemic-daily',18294,'','柳湾村',1580519040000000,1);
INSERT INTO record VALUES(6,'gate',18294,'','上坪村',1580605200000000,1);
INSERT INTO record VALUES(7,'epidemic-daily',18294,'','上坪村',1580605200000000,1);
CREATE TABLE version (
  record    INTEGER NOT NULL REFERENCES record,
  n         INTEGER NOT NULL,  -- from 1
  commit_no INTEGER NOT NULL,  -- with place the one order of the history of all periods
  place     INTEGER NOT NULL,  -- among the versions of the same change, from 0
  body      TEXT NOT NULL,
  PRIMARY KEY (record, n)
) STRICT, WITHOUT ROWID;
INSERT INTO version VALUES(1,1,6,0,'{"m":"m1","t":"2020-02-01T09:00:00+08:00","f":"2020-02-01T09:00:01+08:00","b":"李会芳","k":"new","v":{"home":{"n":46,"u":"人"},"mask":{"n":70000.5,"u":"份","w":"万份","x":true},"note":{"t":"张三从武汉回"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
INSERT INTO version VALUES(1,2,11,0,'{"m":"m6","t":"2020-02-01T10:00:00+08:00","f":"2020-02-01T10:00:01+08:00","b":"李会芳","k":"correction","v":{"home":{"n":48,"u":"人"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
INSERT INTO version VALUES(2,1,7,0,'{"m":"m2","t":"2020-02-01T09:01:00+08:00","f":"2020-02-01T09:01:01+08:00","b":"李会芳","k":"new","v":{"home":{"n":46,"u":"人"},"mask":{"n":70000.5,"u":"份","w":"万份","x":true},"note":{"t":"张三从武汉回"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
INSERT INTO version VALUES(2,2,13,0,'{"m":"m8","t":"2020-02-01T10:05:00+08:00","c":"","f":"2020-02-01T10:05:00+08:00","k":"withdrawn","w":"m2"}');
INSERT INTO version VALUES(3,1,8,0,'{"m":"m3","t":"2020-02-01T09:02:00+08:00","f":"2020-02-01T09:02:01+08:00","b":"李会芳","k":"new","v":{"home":{"n":46,"u":"人"},"mask":{"n":70000.5,"u":"份","w":"万份","x":true},"note":{"t":"张三从武汉回"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
INSERT INTO version VALUES(4,1,9,0,'{"m":"m4","t":"2020-02-01T09:03:00+08:00","f":"2020-02-01T09:03:01+08:00","b":"李会芳","k":"new","v":{"home":{"n":46,"u":"人"},"mask":{"n":70000.5,"u":"份","w":"万份","x":true},"note":{"t":"张三从武汉回"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
INSERT INTO version VALUES(5,1,10,0,'{"m":"m5","t":"2020-02-01T09:04:00+08:00","f":"2020-02-01T09:04:01+08:00","b":"李会芳","k":"new","v":{"home":{"n":46,"u":"人"},"mask":{"n":70000.5,"u":"份","w":"万份","x":true},"note":{"t":"张三从武汉回"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
INSERT INTO version VALUES(6,1,12,0,'{"m":"m7","t":"2020-02-02T09:00:00+08:00","f":"2020-02-02T09:00:01+08:00","b":"李会芳","k":"new","v":{"home":{"n":46,"u":"人"},"mask":{"n":70000.5,"u":"份","w":"万份","x":true},"note":{"t":"张三从武汉回"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
INSERT INTO version VALUES(7,1,12,1,'{"m":"m7","t":"2020-02-02T09:00:00+08:00","f":"2020-02-02T09:00:01+08:00","b":"李会芳","k":"new","v":{"home":{"n":46,"u":"人"},"mask":{"n":70000.5,"u":"份","w":"万份","x":true},"note":{"t":"张三从武汉回"}},"u":["released"],"q":[{"c":"range","f":"home","s":"居家46人，对吗？"}]}');
CREATE TABLE outcome (
  message   TEXT PRIMARY KEY,
  day       INTEGER NOT NULL,  -- of the message's own time
  commit_no INTEGER NOT NULL,  -- 0: kept before there were numbers, and without a version
  body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO outcome VALUES('m1',18293,6,'{"m":"m1","k":"report","r":[{"f":"epidemic-daily","d":"2020-02-01","u":"柳湾村"}]}');
INSERT INTO outcome VALUES('m10',18293,15,'{"m":"m10","k":"event"}');
INSERT INTO outcome VALUES('m11',18293,16,'{"m":"m11","k":"event"}');
INSERT INTO outcome VALUES('m12',18293,17,'{"m":"m12","k":"event"}');
INSERT INTO outcome VALUES('m2',18293,7,'{"m":"m2","k":"report","r":[{"f":"epidemic-daily","d":"2020-02-01","u":"上坪村"}]}');
INSERT INTO outcome VALUES('m3',18293,8,'{"m":"m3","k":"report","r":[{"f":"gate","d":"2020-02-01","s":"夜班","u":"柳湾村"}]}');
INSERT INTO outcome VALUES('m4',18293,9,'{"m":"m4","k":"report","r":[{"f":"a:b%{x}","d":"2020-02-01","u":"柳湾村"}]}');
INSERT INTO outcome VALUES('m5',18293,10,'{"m":"m5","k":"report","r":[{"f":"epidemic-daily","d":"2020-02-02","u":"柳湾村"}]}');
INSERT INTO outcome VALUES('m6',18293,11,'{"m":"m6","k":"report","r":[{"f":"epidemic-daily","d":"2020-02-01","u":"柳湾村"}]}');
INSERT INTO outcome VALUES('m7',18294,12,'{"m":"m7","k":"report","r":[{"f":"gate","d":"2020-02-02","u":"上坪村"},{"f":"epidemic-daily","d":"2020-02-02","u":"上坪村"}]}');
INSERT INTO outcome VALUES('m8',18293,13,'{"m":"m8","k":"report","r":[{"f":"epidemic-daily","d":"2020-02-01","u":"上坪村"}]}');
INSERT INTO outcome VALUES('m9',18293,14,'{"m":"m9","k":"event"}');
CREATE TABLE question (
  chat   TEXT NOT NULL,
  sender TEXT NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (chat, sender)
) STRICT, WITHOUT ROWID;
INSERT INTO question VALUES('工作群','李会芳','{"c":"工作群","s":"李会芳","k":{"f":"epidemic-daily","d":"2020-02-01","u":"柳湾村"},"m":"m9","p":"jump","f":"home","a":"2020-02-01T10:00:00+08:00","u":"2020-02-01T12:00:00+08:00","o":"question/m9"}');
CREATE TABLE event (
  n    INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
INSERT INTO event VALUES(1,1580526000000000,'{"n":1,"t":"2020-02-01T11:00:00+08:00","m":"m9","u":"柳湾村","x":"发热3人"}');
INSERT INTO event VALUES(2,1580524200000000,'{"n":2,"t":"2020-02-01T10:30:00+08:00","m":"m10","x":"山体滑坡"}');
INSERT INTO event VALUES(4,1580524200000000,'{"n":4,"t":"2020-02-01T10:30:00+08:00","x":"\n{}"}');
CREATE TABLE opened (
  form TEXT NOT NULL, day INTEGER NOT NULL, slot TEXT NOT NULL,
  PRIMARY KEY (form, day, slot)
) STRICT, WITHOUT ROWID;
INSERT INTO opened VALUES('epidemic-daily',18293,'');
INSERT INTO opened VALUES('epidemic-daily',18295,'');
INSERT INTO opened VALUES('rest',18293,'');
CREATE TABLE need (
  form TEXT NOT NULL, day INTEGER NOT NULL, slot TEXT NOT NULL, unit TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (form, day, slot, unit)
) STRICT, WITHOUT ROWID;
INSERT INTO need VALUES('epidemic-daily',18293,'','上坪村','{"e":"整村搬迁"}');
INSERT INTO need VALUES('epidemic-daily',18293,'','柳湾村','{}');
INSERT INTO need VALUES('epidemic-daily',18295,'','上坪村','{"f":"停电"}');
INSERT INTO need VALUES('epidemic-daily',18295,'','柳湾村','{}');
CREATE TABLE firing (
  name TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO firing VALUES('digest/2020-02-01T07:00','{"n":"digest/2020-02-01T07:00","a":"2020-02-01T07:00:00+08:00","c":"2020-02-01T12:00:00+08:00","s":true}');
INSERT INTO firing VALUES('open/epidemic-daily/2020-02-01/','{"n":"open/epidemic-daily/2020-02-01/","a":"2020-02-01T00:00:00+08:00","c":"2020-02-01T00:01:00+08:00"}');
INSERT INTO firing VALUES('open/epidemic-daily/2020-02-03/','{"n":"open/epidemic-daily/2020-02-03/","a":"2020-02-03T00:00:00+08:00","c":"2020-02-03T00:01:00+08:00"}');
INSERT INTO firing VALUES('open/rest/2020-02-01/','{"n":"open/rest/2020-02-01/","a":"2020-02-01T00:00:00+08:00"}');
INSERT INTO firing VALUES('remind/epidemic-daily/2020-02-01//before','{"n":"remind/epidemic-daily/2020-02-01//before","a":"2020-02-01T16:00:00+08:00","c":"2020-02-01T16:00:00+08:00"}');
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
INSERT INTO outbox VALUES(1,'remind/1','queued',4,1580544000000000,'2020-02-01T16:00:00+08:00',0,'',0,0,'{"key":"remind/1","k":"reminder","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T16:00:00+08:00","e":"2020-02-01T17:00:00+08:00"}');
INSERT INTO outbox VALUES(2,'remind/2','queued',4,1580544000000000,'2020-02-01T16:00:00+08:00',0,'',0,0,'{"key":"remind/2","k":"escalation","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T16:00:00+08:00","e":"2020-02-01T17:00:00+08:00"}');
INSERT INTO outbox VALUES(3,'receipt/m1','queued',3,1580518800000000,'2020-02-01T09:00:00+08:00',0,'',0,0,'{"key":"receipt/m1","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T09:00:00+08:00","e":"2020-02-01T10:00:00+08:00"}');
INSERT INTO outbox VALUES(4,'receipt/m2','queued',3,1580518860000000,'2020-02-01T09:01:00+08:00',0,'',0,0,'{"key":"receipt/m2","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T09:01:00+08:00","e":"2020-02-01T10:01:00+08:00"}');
INSERT INTO outbox VALUES(5,'receipt/m3','queued',3,1580518920000000,'2020-02-01T09:02:00+08:00',0,'',0,0,'{"key":"receipt/m3","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T09:02:00+08:00","e":"2020-02-01T10:02:00+08:00"}');
INSERT INTO outbox VALUES(6,'receipt/m4','queued',3,1580518980000000,'2020-02-01T09:03:00+08:00',0,'',0,0,'{"key":"receipt/m4","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T09:03:00+08:00","e":"2020-02-01T10:03:00+08:00"}');
INSERT INTO outbox VALUES(7,'receipt/m5','queued',3,1580519040000000,'2020-02-01T09:04:00+08:00',0,'',0,0,'{"key":"receipt/m5","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T09:04:00+08:00","e":"2020-02-01T10:04:00+08:00"}');
INSERT INTO outbox VALUES(8,'receipt/m6','queued',3,1580522400000000,'2020-02-01T10:00:00+08:00',0,'',0,0,'{"key":"receipt/m6","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T10:00:00+08:00","e":"2020-02-01T11:00:00+08:00"}');
INSERT INTO outbox VALUES(9,'receipt/m7','queued',3,1580605200000000,'2020-02-02T09:00:00+08:00',0,'',0,0,'{"key":"receipt/m7","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-02T09:00:00+08:00","e":"2020-02-02T10:00:00+08:00"}');
INSERT INTO outbox VALUES(10,'receipt/m8','queued',3,1580522700000000,'2020-02-01T10:05:00+08:00',0,'',0,0,'{"key":"receipt/m8","k":"receipt","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T10:05:00+08:00","e":"2020-02-01T11:05:00+08:00"}');
INSERT INTO outbox VALUES(12,'ended/uncertain','uncertain',0,1580508000000000,'2020-02-01T06:00:00+08:00',1,'one',0,1580508180000000,'{"key":"ended/uncertain","k":"alert","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:00:00+08:00","e":"2020-02-01T07:00:00+08:00"}');
INSERT INTO outbox VALUES(16,'again','queued',0,1580558400000000,'2020-02-01T20:00:00+08:00',1,'',0,1580508180000000,'{"key":"again","k":"alert","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:00:00+08:00","e":"2020-02-01T07:00:00+08:00"}');
INSERT INTO outbox VALUES(17,'sending','sending',0,1580508060000000,'2020-02-01T06:01:00+08:00',1,'one',1580509800000000,1580508180000000,'{"key":"sending","k":"alert","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:01:00+08:00","e":"2020-02-01T07:01:00+08:00"}');
INSERT INTO outbox VALUES(18,'leased','queued',1,1580508120000000,'2020-02-01T06:02:00+08:00',0,'one',1580509800000000,0,'{"key":"leased","k":"answer","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:02:00+08:00","e":"2020-02-01T07:02:00+08:00"}');
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
INSERT INTO outbox_log VALUES(1,'ended/sent','sent','2020-02-01T06:04:00+08:00','one',1,'说明 sent','{"key":"ended/sent","k":"alert","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:00:00+08:00","e":"2020-02-01T07:00:00+08:00"}');
INSERT INTO outbox_log VALUES(2,'ended/uncertain','uncertain','2020-02-01T06:04:00+08:00','one',1,'说明 uncertain','');
INSERT INTO outbox_log VALUES(3,'ended/failed','failed','2020-02-01T06:04:00+08:00','one',1,'说明 failed','{"key":"ended/failed","k":"alert","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:00:00+08:00","e":"2020-02-01T07:00:00+08:00"}');
INSERT INTO outbox_log VALUES(4,'ended/expired','expired','2020-02-01T06:04:00+08:00','one',0,'说明 expired','{"key":"ended/expired","k":"alert","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:00:00+08:00","e":"2020-02-01T07:00:00+08:00"}');
INSERT INTO outbox_log VALUES(5,'ended/settled','settled','2020-02-01T06:04:00+08:00','one',0,'说明 settled','{"key":"ended/settled","k":"alert","c":"工作群","at":["柳湾村 李会芳"],"f":"epidemic-daily","d":"2020-02-01","u":["柳湾村"],"b":"2020-02-01T06:00:00+08:00","e":"2020-02-01T07:00:00+08:00"}');
INSERT INTO outbox_log VALUES(6,'again','queued','2020-02-01T06:04:00+08:00','one',1,'timeout','');
CREATE TABLE draft (
  id        TEXT NOT NULL,
  commit_no INTEGER NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (id, commit_no)
) STRICT, WITHOUT ROWID;
INSERT INTO draft VALUES('a:b',20,'{"id":"a:b","m":"2020-02-01T21:00:00.001+08:00","z":"drafted"}');
INSERT INTO draft VALUES('daily/2020-02-01/2020-02-01',18,'{"id":"daily/2020-02-01/2020-02-01","k":"daily","f":"2020-02-01","t":"2020-02-01","h":"日报","x":"一、…","s":["m1","m2"],"m":"2020-02-01T20:00:00+08:00","z":"drafted"}');
INSERT INTO draft VALUES('daily/2020-02-01/2020-02-01',19,'{"id":"daily/2020-02-01/2020-02-01","k":"daily","f":"2020-02-01","t":"2020-02-01","h":"日报","x":"一、改","s":["m1","m2"],"m":"2020-02-01T20:00:00+08:00","z":"approved"}');
CREATE TABLE audit (
  commit_no INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  body      TEXT NOT NULL
) STRICT;
CREATE TABLE outage (
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  body  TEXT NOT NULL,
  PRIMARY KEY (began, ended)
) STRICT, WITHOUT ROWID;
INSERT INTO outage VALUES(1580493600000000,1580504400000000,'{"f":"2020-02-01T02:00:00+08:00","t":"2020-02-01T05:00:00+08:00"}');
INSERT INTO outage VALUES(1580526000000000,1580533200000000,'{"f":"2020-02-01T11:00:00+08:00","t":"2020-02-01T13:00:00+08:00"}');
CREATE TABLE life (
  name TEXT PRIMARY KEY,
  at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO life VALUES('ran','2020-02-01T17:00:00+08:00');
INSERT INTO life VALUES('started','2020-02-01T00:00:00+08:00');
CREATE TABLE number (
  name TEXT PRIMARY KEY,
  n    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO number VALUES('commit',20);
INSERT INTO number VALUES('log',6);
INSERT INTO number VALUES('seq',18);
CREATE UNIQUE INDEX record_period ON record (form, day, slot, unit);
CREATE UNIQUE INDEX record_unit ON record (form, unit, day, began, slot);
CREATE INDEX outcome_day ON outcome (day, commit_no);
CREATE INDEX event_time ON event (time, n);
CREATE INDEX outbox_due ON outbox (due, urgency, seq) WHERE state = 'queued';
CREATE INDEX outbox_leased ON outbox (until) WHERE state = 'queued' AND until > 0;
CREATE INDEX outbox_sending ON outbox (until) WHERE state = 'sending';
CREATE UNIQUE INDEX outbox_ended ON outbox_log (key) WHERE state NOT IN ('queued', 'uncertain');
CREATE INDEX audit_at ON audit (at, commit_no);
CREATE INDEX outage_ended ON outage (ended);
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
COMMIT;
