-- The external issuer's name for the login that a session began with, by which it may end it.
alter table login_session add column external_session text;
create index login_session_external on login_session (external_session) where external_session is not null;
