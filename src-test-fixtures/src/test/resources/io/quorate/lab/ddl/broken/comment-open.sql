-- 2022 Enterprise 113
DROP AVAILABILITY GROUP ag1 /* /* */
