-- 2017 Enterprise
CREATE CERTIFICATE c AUTHORIZATION dbo FROM FILE = '/var/opt/mssql/c.cer' WITH PRIVATE KEY (FILE = '/var/opt/mssql/c.pvk', DECRYPTION BY PASSWORD = 'not-a-secret-4!')
