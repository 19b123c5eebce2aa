-- Until now a user was muzzled (1) or not: the first of several marks.
ALTER TABLE users RENAME COLUMN muzzled TO marks;

CREATE TABLE nuked_users (
    id INTEGER PRIMARY KEY,
    nick TEXT NOT NULL COLLATE NOCASE UNIQUE,
    password TEXT NOT NULL,
    email TEXT NOT NULL,
    level INTEGER NOT NULL,
    marks INTEGER NOT NULL,
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    nuked INTEGER NOT NULL
) STRICT;

CREATE TABLE bans (
    target TEXT PRIMARY KEY COLLATE NOCASE,
    set_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    since INTEGER NOT NULL,
    seconds INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
