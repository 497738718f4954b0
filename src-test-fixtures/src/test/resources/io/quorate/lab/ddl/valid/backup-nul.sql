-- 2016 Enterprise
BACKUP DATABASE Orders TO DISK = 'NUL'
