-- Set when the personal part of a row was removed; the row stays, so that its actor id is never given to anybody else.
alter table user_account add column erased_at timestamptz;

-- Login names that were erased, hashed, so that they are never given out again.
create table erased_name (
    name_hash bytea not null primary key
);
