-- 2016 Enterprise
CREATE USER peer_user FOR LOGIN peer WITH DEFAULT_SCHEMA = dbo
