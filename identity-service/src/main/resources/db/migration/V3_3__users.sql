-- Set when the personal part of a row was removed; the row stays, so that its actor id is never given to anybody else.
alter table user_account add column erased_at timestamptz;

-- Login names that were erased, hashed, so that they are never given out again.
create table erased_name (
    name_hash bytea not null primary key
);

-- The password that the users file said last, so that it does not bring back one that was changed since.
alter table user_account add column file_password_hash text;
