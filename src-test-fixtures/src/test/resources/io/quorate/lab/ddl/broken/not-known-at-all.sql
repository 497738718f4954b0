-- 2022 Enterprise 156
SELECT 1
