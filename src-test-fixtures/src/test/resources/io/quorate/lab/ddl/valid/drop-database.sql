-- 2016 Enterprise
DROP DATABASE IF EXISTS Orders, [Cash]
