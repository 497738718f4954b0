-- 2016 Enterprise
ALTER USER u WITH LOGIN = app
