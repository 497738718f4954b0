-- 2022 Enterprise 15128
CREATE LOGIN app WITH PASSWORD = 'not-a-secret-1!' MUST_CHANGE
