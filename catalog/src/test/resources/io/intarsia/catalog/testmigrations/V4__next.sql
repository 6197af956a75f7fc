CREATE TABLE tag (image_id BIGINT NOT NULL PRIMARY KEY REFERENCES image (id), text TEXT NOT NULL);
PRAGMA user_version = 4;
