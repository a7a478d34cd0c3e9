create table api_key (
    id uuid not null primary key,
    owner_id uuid not null references user_account (id) on delete cascade,
    name text not null,
    roles text[] not null,
    teams text[] not null,
    environments text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    rotated_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    version bigint not null
);
create index api_key_owner on api_key (owner_id, id);

-- What is shown to the issuer: one secret, or two while a rotation overlaps.
create table api_key_secret (
    prefix text not null primary key,
    key_id uuid not null references api_key (id) on delete cascade,
    -- SHA-256 of the whole key; with 190 random bits there is nothing to guess, so that a slow hash would protect nothing.
    hash bytea not null,
    created_at timestamptz not null,
    -- Null for the newest; the end of the overlap for the one before.
    valid_until timestamptz
);
create index api_key_secret_key on api_key_secret (key_id);
