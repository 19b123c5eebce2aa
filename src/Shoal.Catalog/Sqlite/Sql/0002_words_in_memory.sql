-- The words of what is shared now are held in memory: only that is ever found, and nobody shares anything when the program starts.
DROP TABLE vocabulary;
DROP TABLE words;
