-- A shared folder has no parent. "shown" is its name as others know it.
CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES folders (id),
    path TEXT NOT NULL UNIQUE,
    shown BLOB NOT NULL
) STRICT;
CREATE INDEX folders_parent ON folders (parent);

-- A file is shared as soon as it has a revision, until it has none. One that is due is to be hashed, for the first time or again.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    folder INTEGER NOT NULL REFERENCES folders (id),
    file TEXT NOT NULL,
    name BLOB NOT NULL UNIQUE,
    due INTEGER NOT NULL,
    revision INTEGER UNIQUE,
    size INTEGER NOT NULL DEFAULT 0,
    modified INTEGER NOT NULL DEFAULT 0,
    media INTEGER NOT NULL DEFAULT 0,
    bitrate INTEGER NOT NULL DEFAULT 0,
    frequency INTEGER NOT NULL DEFAULT 0,
    duration INTEGER NOT NULL DEFAULT 0,
    artist TEXT,
    title TEXT,
    album TEXT,
    token BLOB,
    sha256 BLOB,
    root BLOB,
    UNIQUE (folder, file)
) STRICT;
CREATE INDEX files_due ON files (id) WHERE due = 1;

-- Files that went, and the revisions by which they had come. They are of use only to who was told of those.
CREATE TABLE departures (
    revision INTEGER PRIMARY KEY,
    came INTEGER NOT NULL,
    name BLOB NOT NULL
) STRICT;

CREATE TABLE totals (
    revision INTEGER NOT NULL,
    files INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
INSERT INTO totals VALUES (0, 0, 0);
