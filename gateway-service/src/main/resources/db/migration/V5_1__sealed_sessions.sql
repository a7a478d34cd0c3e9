-- Sessions are stored sealed from now on; those in the clear go, and their people sign in once more.
delete from spring_session;
