-- Whose login an issuer's session id stands for: a back-channel logout may name nothing else (OpenID Connect Back-Channel Logout, 2.4).
create table issuer_session (
    sid text primary key,
    subject text not null,
    at timestamptz not null
);
create index issuer_session_at on issuer_session (at);
