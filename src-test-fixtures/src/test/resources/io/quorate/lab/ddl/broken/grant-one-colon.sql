-- 2022 Enterprise 102
GRANT CONNECT ON ENDPOINT:Hadr_endpoint TO app
