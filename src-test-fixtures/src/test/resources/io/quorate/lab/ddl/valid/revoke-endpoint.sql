-- 2016 Enterprise
REVOKE CONNECT ON ENDPOINT::Hadr_endpoint FROM [LAB\sqlsvc] CASCADE
