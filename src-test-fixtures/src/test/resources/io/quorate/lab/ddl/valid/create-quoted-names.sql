-- 2022 Enterprise
create availability group [a]]g '1'] for database "Or""ders" replica on N'SQL1' WITH (ENDPOINT_URL = N'TCP://sql1.lab.example:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = AUTOMATIC)
