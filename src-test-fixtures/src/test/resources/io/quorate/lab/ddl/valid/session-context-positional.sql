-- 2017 Enterprise
EXECUTE sys.sp_set_session_context N'external_cluster', N'yes', @read_only = 1
