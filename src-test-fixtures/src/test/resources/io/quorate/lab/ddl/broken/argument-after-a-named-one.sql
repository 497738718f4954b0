-- 2022 Enterprise 119
EXEC sp_set_session_context @key = N'external_cluster', N'yes'
