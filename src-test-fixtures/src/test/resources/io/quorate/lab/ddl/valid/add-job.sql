-- 2016 Enterprise
EXEC @r = msdb.dbo.sp_add_job @job_name = N'log backup', @enabled = 1, @job_id = @id OUTPUT
