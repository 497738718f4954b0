-- 2022 Enterprise 15419
CREATE LOGIN app WITH PASSWORD = 'not-a-secret-1!', SID = 0x1234
