-- 2016 Enterprise
ALTER SERVER ROLE sysadmin ADD MEMBER [LAB\dba]
