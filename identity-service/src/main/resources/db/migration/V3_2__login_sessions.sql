-- A browser in which somebody is logged in, as people see it; the cookie's side of it is spring_session.
create table login_session (
    id uuid not null primary key,
    user_id uuid not null references user_account (id) on delete cascade,
    started_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    address text not null,
    user_agent text not null,
    ended_at timestamptz,
    end_reason text
);
create index login_session_user on login_session (user_id, id);
create index login_session_expiry on login_session (expires_at);

-- What was granted to programs from that browser ends with it.
alter table oauth2_authorization add column session_id uuid;
create index oauth2_authorization_session on oauth2_authorization (session_id);

-- Logout tokens on their way to the programs that asked for them.
create table logout_notice (
    id uuid not null primary key,
    client_id text not null,
    subject text not null,
    session_id uuid not null,
    created_at timestamptz not null,
    next_try_at timestamptz not null,
    tries int not null
);
create index logout_notice_due on logout_notice (next_try_at);
