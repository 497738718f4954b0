-- 2022 Enterprise 19485
ALTER AVAILABILITY GROUP [ag1] RESTART LISTENER N'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
