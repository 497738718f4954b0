-- 2016 Enterprise
RESTORE DATABASE [Orders] FROM DISK = N'\\files\seed\Orders.bak' WITH NORECOVERY, REPLACE, MOVE N'Orders' TO N'D:\Data\Orders.mdf', MOVE N'Orders_log' TO N'E:\Log\Orders.ldf', FILE = 1, STATS
