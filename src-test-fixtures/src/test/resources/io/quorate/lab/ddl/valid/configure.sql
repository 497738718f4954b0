-- 2016 Enterprise
EXEC sp_configure 'remote admin connections', 1
