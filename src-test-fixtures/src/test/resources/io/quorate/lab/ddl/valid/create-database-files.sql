-- 2022 Enterprise
CREATE DATABASE [Orders] CONTAINMENT = NONE ON PRIMARY (NAME = N'Orders', FILENAME = N'D:\Data\Orders.mdf', SIZE = 64MB, FILEGROWTH = 10%) LOG ON (NAME = Orders_log, FILENAME = N'E:\Log\Orders.ldf', MAXSIZE = UNLIMITED) COLLATE Latin1_General_CI_AS
