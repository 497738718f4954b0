-- 2016 Enterprise
GRANT IMPERSONATE ON LOGIN::[sa] TO app AS [dba]
