-- Somebody who logs in at an external issuer has no password here, and is known by that issuer's name for them.
alter table user_account alter column password_hash drop not null;
alter table user_account add column issuer text;
alter table user_account add column subject text;
alter table user_account add constraint user_account_external unique (issuer, subject);
alter table user_account add constraint user_account_login check ((password_hash is null) = (issuer is not null) and (issuer is null) = (subject is null));
