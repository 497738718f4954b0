-- 2019 Enterprise
ALTER DATABASE Orders MODIFY NAME = [Old orders]
