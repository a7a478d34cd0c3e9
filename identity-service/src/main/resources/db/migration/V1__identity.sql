create table user_account (
    -- The pseudonymous actor id: what other services store.
    id uuid not null primary key,
    username text not null unique,
    display_name text not null,
    password_hash text not null,
    roles text[] not null,
    teams text[] not null,
    environments text[] not null,
    enabled boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null
);

-- Codes and tokens of Spring Authorization Server, in its own column names.
create table oauth2_authorization (
    id text not null primary key,
    registered_client_id text not null,
    principal_name text not null,
    authorization_grant_type text not null,
    authorized_scopes text,
    attributes text,
    state text,
    authorization_code_value text,
    authorization_code_issued_at timestamptz,
    authorization_code_expires_at timestamptz,
    authorization_code_metadata text,
    access_token_value text,
    access_token_issued_at timestamptz,
    access_token_expires_at timestamptz,
    access_token_metadata text,
    access_token_type text,
    access_token_scopes text,
    oidc_id_token_value text,
    oidc_id_token_issued_at timestamptz,
    oidc_id_token_expires_at timestamptz,
    oidc_id_token_metadata text,
    refresh_token_value text,
    refresh_token_issued_at timestamptz,
    refresh_token_expires_at timestamptz,
    refresh_token_metadata text,
    user_code_value text,
    user_code_issued_at timestamptz,
    user_code_expires_at timestamptz,
    user_code_metadata text,
    device_code_value text,
    device_code_issued_at timestamptz,
    device_code_expires_at timestamptz,
    device_code_metadata text
);
-- Looked up by value only, and too long for a B-tree.
create index oauth2_authorization_code on oauth2_authorization using hash (authorization_code_value);
create index oauth2_authorization_refresh on oauth2_authorization using hash (refresh_token_value);
create index oauth2_authorization_access on oauth2_authorization using hash (access_token_value);
create index oauth2_authorization_id_token on oauth2_authorization using hash (oidc_id_token_value);
create index oauth2_authorization_state on oauth2_authorization using hash (state);
create index oauth2_authorization_principal on oauth2_authorization (principal_name);

-- Login sessions of Spring Session, in its own column names.
create table spring_session (
    primary_id char(36) not null primary key,
    session_id char(36) not null,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval int not null,
    expiry_time bigint not null,
    principal_name varchar(100)
);
create unique index spring_session_id on spring_session (session_id);
create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session (primary_id) on delete cascade,
    attribute_name varchar(200) not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);
