-- 2016 Enterprise
ALTER AUTHORIZATION ON ENDPOINT::Hadr_endpoint TO sa
