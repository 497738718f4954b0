-- 2016 Enterprise
EXEC master..sp_who
