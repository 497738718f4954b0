-- 2017 Enterprise
EXEC sp_set_session_context @key = N'external_cluster', @value = N'yes'
