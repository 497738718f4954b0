-- 2016 Enterprise
ALTER LOGIN app WITH PASSWORD = 'not-a-secret-8!' UNLOCK, CHECK_POLICY = ON
