-- When the cloud was last asked for the instance of a replica, until it lists it: clouds list late what they launched.
alter table deployment_instance add column launch_asked_at timestamptz;
