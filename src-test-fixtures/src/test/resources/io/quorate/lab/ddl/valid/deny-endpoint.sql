-- 2016 Enterprise
DENY CONNECT ON ENDPOINT :: Hadr_endpoint TO public
