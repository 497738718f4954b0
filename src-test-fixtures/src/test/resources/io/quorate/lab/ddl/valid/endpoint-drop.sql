-- 2016 Enterprise
DROP ENDPOINT [Hadr_endpoint]
