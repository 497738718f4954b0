-- 2016 Enterprise
ALTER ENDPOINT Hadr_endpoint STATE = STOPPED
