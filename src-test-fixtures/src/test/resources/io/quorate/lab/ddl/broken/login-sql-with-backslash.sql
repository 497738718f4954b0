-- 2022 Enterprise 15006
CREATE LOGIN [LAB\app] WITH PASSWORD = 'not-a-secret-1!'
