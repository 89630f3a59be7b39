-- The holder has the account's channel off: it lets messages expire, and gives the lease to any node that has the channel on.
ALTER TABLE moomken.leases ADD COLUMN stands_in boolean NOT NULL DEFAULT false;
-- A node that has the channel on waits for the one that stands in.
ALTER TABLE moomken.leases ADD COLUMN wanted boolean NOT NULL DEFAULT false;
