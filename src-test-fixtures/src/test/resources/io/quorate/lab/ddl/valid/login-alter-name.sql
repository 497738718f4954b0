-- 2016 Enterprise
ALTER LOGIN app WITH NAME = app2, DEFAULT_DATABASE = [master]
