-- 2016 Enterprise
BACKUP DATABASE [Orders] TO DISK = N'\\files\seed\Orders.bak' WITH COPY_ONLY, FORMAT, INIT, COMPRESSION, CHECKSUM, STATS = 5, NAME = N'seed'
