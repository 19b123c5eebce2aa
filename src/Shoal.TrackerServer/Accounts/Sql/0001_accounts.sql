-- Times are seconds since 1970, amounts are bytes.
-- A number is never given twice: figures that come after a user is forgotten must find nobody.
CREATE TABLE users (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT    NOT NULL UNIQUE,
    created  INTEGER NOT NULL,
    disabled INTEGER
) STRICT;

-- SHA-256 of a passkey: keys are random, so whoever steals this file has none.
CREATE TABLE passkeys (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    user    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    digest  BLOB    NOT NULL UNIQUE,
    created INTEGER NOT NULL
) STRICT;

-- What a user moved of a torrent, by all his peers.
CREATE TABLE shares (
    user       INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    torrent    BLOB    NOT NULL,
    uploaded   INTEGER NOT NULL,
    downloaded INTEGER NOT NULL,
    remaining  INTEGER NOT NULL,
    most_left  INTEGER NOT NULL,
    seeding    INTEGER NOT NULL,
    -- Up to when that is counted.
    until      INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    completed  INTEGER,
    PRIMARY KEY (user, torrent)
) STRICT, WITHOUT ROWID;

-- What each peer said last. It is written with the figures that were made of it, so that after a crash nothing is counted twice.
CREATE TABLE peers (
    user       INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    torrent    BLOB    NOT NULL,
    peer       BLOB    NOT NULL,
    uploaded   INTEGER NOT NULL,
    downloaded INTEGER NOT NULL,
    seen       INTEGER NOT NULL,
    is_seed    INTEGER NOT NULL,
    is_gone    INTEGER NOT NULL,
    PRIMARY KEY (user, torrent, peer)
) STRICT, WITHOUT ROWID;

CREATE INDEX peers_by_time ON peers (seen);
