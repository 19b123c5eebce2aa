-- Files as their owners share them. A row stays when its owner goes, so that he who comes again with the same files has nothing written.
CREATE TABLE files (
    id        INTEGER PRIMARY KEY,
    owner     INTEGER NOT NULL,
    -- A keyed hash of the path: an index over it is a third of one over paths.
    hash      INTEGER NOT NULL,
    path      BLOB    NOT NULL,
    text      TEXT    NOT NULL,
    size      INTEGER NOT NULL,
    media     INTEGER NOT NULL,
    bitrate   INTEGER NOT NULL,
    frequency INTEGER NOT NULL,
    duration  INTEGER NOT NULL,
    -- The day on which it was shared last, counted from 1970.
    seen      INTEGER NOT NULL,
    token     BLOB,
    artist    TEXT,
    title     TEXT,
    album     TEXT,
    sha256    BLOB,
    root      BLOB,
    info_hash BLOB
) STRICT;

-- An owner's files lie next to each other here, so that a batch of his touches few pages.
CREATE INDEX files_by_path ON files (owner, hash);

-- What was not seen for longest goes first.
CREATE INDEX files_by_day ON files (seen);

-- The words of each file's text, and one that no text has for its token and size (a "#" and the hash of both). They are cut and lower-cased before they come here, where a space is the
-- end of one: so nobody but Words decides what a word is. Where in the text a word stands is not kept (detail): it is half of what is written and stepped through, and phrases are rare.
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '#'''");

-- Eight parts of a size are joined to one of the next instead of four: a third less to write, and a search looks into some more.
INSERT INTO words (words, rank) VALUES ('automerge', 8);

-- All words in their order: what a prefix stands for.
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, instance);

-- The key of the hashes: without it nobody chooses paths that fall together.
CREATE TABLE keys (hash BLOB NOT NULL) STRICT;
INSERT INTO keys VALUES (randomblob(16));
