-- One authenticator a person. The secret is sealed under the context totp:<user id>.
create table totp_factor (
    user_id uuid not null primary key references user_account (id) on delete cascade,
    secret_sealed text not null,
    -- The newest time step whose code was taken; each step is good for one login (RFC 6238, section 5.2).
    last_step bigint not null,
    created_at timestamptz not null,
    last_used_at timestamptz
);

-- What the users file said last, so that it sets an authenticator once and does not bring back one that was removed since.
create table totp_from_file (
    user_id uuid not null primary key references user_account (id) on delete cascade,
    secret_hash bytea not null
);

create table recovery_code (
    user_id uuid not null references user_account (id) on delete cascade,
    code_hash bytea not null,
    created_at timestamptz not null,
    used_at timestamptz,
    primary key (user_id, code_hash)
);

-- Passkeys of Spring Security, in its own table and column names.
create table user_entities (
    id text not null primary key,
    name text not null unique references user_account (username) on update cascade on delete cascade,
    display_name text
);
create table user_credentials (
    credential_id text not null primary key,
    user_entity_user_id text not null references user_entities (id) on delete cascade,
    public_key bytea not null,
    signature_count bigint,
    uv_initialized boolean,
    backup_eligible boolean not null,
    authenticator_transports text,
    public_key_credential_type text,
    backup_state boolean not null,
    attestation_object bytea,
    attestation_client_data_json bytea,
    created timestamptz,
    last_used timestamptz,
    label text not null
);
create index user_credentials_user on user_credentials (user_entity_user_id);

-- Browsers and addresses from which a person has logged in completely: guessing from elsewhere does not lock them.
create table known_origin (
    user_id uuid not null references user_account (id) on delete cascade,
    origin_hash bytea not null,
    seen_at timestamptz not null,
    primary key (user_id, origin_hash)
);
create index known_origin_seen on known_origin (seen_at);
