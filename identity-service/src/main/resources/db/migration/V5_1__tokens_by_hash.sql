-- Codes and tokens are stored by their hash and sessions sealed from now on; what was stored in the clear goes, and people sign in
-- once more.
delete from oauth2_authorization;
delete from spring_session;
